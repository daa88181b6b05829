using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>Does its body for each item, each in a cell of an HTML table.</summary>
internal sealed record TableRowStatement(Place Place, LoopHeader Header, IReadOnlyList<Statement> Body, CodeBlock Block) : Statement(Place)
{
    public override void Execute(Renderer renderer)
    {
        var items = LoopItems.Of(renderer, Header);
        var columns = Header.Columns is { } given ? Math.Max(1, Arithmetic.Int(renderer.Evaluate(given), given.Place)) : 1;
        var state = new LoopState("tablerow", items.Count) { Columns = columns };
        Loops.Run(renderer, state, Header.Variable, items, Place, index =>
        {
            var column = index % columns;
            Write(renderer, column == 0 ? $"<tr class=\"row{(index / columns) + 1}\"><td class=\"col1\">" : $"<td class=\"col{column + 1}\">");
            renderer.Execute(Body);
            Write(renderer, column == columns - 1 || index == items.Count - 1 ? "</td></tr>\n" : "</td>");
        });
    }

    private void Write(Renderer renderer, string text) => renderer.Output.Write(TextValue.Trusted(text), Place, Block);
}
