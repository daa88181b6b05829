using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Functions;

namespace PlanRunner.Templating;

/// <summary>A function that templates can call, with arguments behind it or a value piped into it.</summary>
public sealed class TemplateFunction
{
    private readonly Func<Renderer, CallArguments, object?> body;

    /// <summary>A function of the host; it throws a <see cref="TemplateFunctionException"/> where it cannot take its arguments.</summary>
    /// <remarks>
    /// A .NET string that it returns is untrusted; a <see cref="TextValue"/> is what it says. Whatever it returns as text is
    /// at least as secret as its arguments.
    /// </remarks>
    public TemplateFunction(string name, Func<IReadOnlyList<object?>, object?> body)
    {
        Name = name;
        this.body = (_, arguments) => body(arguments.PositionalOnly(name));
    }

    internal TemplateFunction(string name, string signature, Func<Renderer, Arguments, object?> body)
    {
        Name = name;
        var parameters = Signature.Parse(name, signature);
        this.body = (renderer, arguments) => body(renderer, parameters.Bind(arguments, renderer));
    }

    internal TemplateFunction(string name, Func<Renderer, CallArguments, object?> body)
    {
        Name = name;
        this.body = body;
    }

    public string Name { get; }

    internal bool IsScript { get; init; }

    public override string ToString() => Name;

    internal object? Invoke(Renderer renderer, CallArguments arguments) => body(renderer, arguments);
}
