using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>An expression that names a value: it can be assigned to, and calls what it names when that is a function.</summary>
internal abstract record PathExpression(Place Place) : Expression(Place)
{
    private const int LongestShown = 200;

    /// <summary>The path as it is written, for messages.</summary>
    public string Path
    {
        get
        {
            // A path may have more links than the stack has room for.
            var links = new Stack<string>();
            for (var at = this; at is not null; at = at.Before as PathExpression)
            {
                links.Push(at.Link);
            }

            var path = string.Concat(links);
            return path.Length > LongestShown ? path[..LongestShown] + "…" : path;
        }
    }

    /// <summary>What it is a part of; null where it begins the path.</summary>
    protected virtual Expression? Before => null;

    /// <summary>Its own part of the path.</summary>
    protected abstract string Link { get; }

    public abstract override object? Resolve(Renderer renderer);

    public abstract void Assign(Renderer renderer, object? value);

    public override object? Evaluate(Renderer renderer) => renderer.CallIfFunction(Resolve(renderer), Place);
}
