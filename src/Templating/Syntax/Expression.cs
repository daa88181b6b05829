using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>A part of a template that has a value.</summary>
internal abstract record Expression(Place Place)
{
    public abstract object? Evaluate(Renderer renderer);

    /// <summary>The value where its absence is provided for, as before <c>??</c>: a missing member is null in strict mode too.</summary>
    public virtual object? EvaluateOptional(Renderer renderer) => Evaluate(renderer);

    /// <summary>The value where a function itself is wanted: what is called, or aliased with <c>@</c>.</summary>
    public virtual object? Resolve(Renderer renderer) => Evaluate(renderer);
}
