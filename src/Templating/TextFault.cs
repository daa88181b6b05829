namespace PlanRunner.Templating;

/// <summary>A mistake that is reported with a remedy.</summary>
/// <param name="span">Where.</param>
/// <param name="message">What.</param>
/// <param name="help">The remedy.</param>
/// <param name="stopsRender">Nothing is rendered behind it.</param>
internal sealed class TextFault(SourceSpan span, string message, string? help = null, bool stopsRender = false)
    : ScriptRuntimeException(span, message)
{
    public string? Help { get; } = help;

    public bool StopsRender { get; } = stopsRender;

    public TemplateErrorKind Kind { get; init; }

    /// <summary>It follows from another one that was reported.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>The secrets that the template's behaviour would reveal.</summary>
    public string? Secrets { get; private init; }

    public static TextFault Silent(SourceSpan span) => new(span, "") { IsSilent = true };

    public static TextFault Grows(SourceSpan span, int limit) =>
        new(span, $"The text is longer than {limit} characters", stopsRender: true);

    public static TextFault Decides(SourceSpan span, string secrets)
    {
        const string Remedy =
            "What is rendered must not depend on a secret's value. Write the secret itself, or use a variable in the condition.";
        return new TextFault(span, $"The secret {secrets} would decide what the template does here", Remedy) { Secrets = secrets };
    }
}
