using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An expression that names a value: it can be assigned to, and calls what it names when that is a function.</summary>
internal abstract record PathExpression(Place Place) : Expression(Place)
{
    /// <summary>The path as it is written, for messages.</summary>
    public abstract string Path { get; }

    public abstract override object? Resolve(Renderer renderer);

    public abstract void Assign(Renderer renderer, object? value);

    public override object? Evaluate(Renderer renderer) => renderer.CallIfFunction(Resolve(renderer), Place);
}
