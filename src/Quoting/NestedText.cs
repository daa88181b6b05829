using PlanRunner.Source;
using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>
/// SQL or script that is quoted as a whole, such as the body of a function: what expressions wrote into it must be valid there too
/// as in a text of its own. A text with nothing quoted in it is a value, and may be anything.
/// </summary>
internal static class NestedText
{
    public static TextValue Checked(TextValue text)
    {
        if (text.Runs.All(run => run.Form is null or TextForm.Trusted or TextForm.Number or "raw"))
            return text;
        var pieces = WrittenPiece.Of(text);
        var isSql = pieces.Exists(piece => piece.IsQuoted && SqlAdmission.Foreign(piece) is null);
        var context = isSql ? TextContext.Sql : TextContext.Shell;
        foreach (var (_, refusal) in TextAdmission.Refusals(text.Text, pieces, context, whole: true, nested: true))
            throw new TemplateFunctionException(
                $"in the {(isSql ? "SQL" : "script")} that is quoted here, {refusal.Message}",
                refusal.Help
            );
        return text;
    }
}
