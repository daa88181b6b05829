using Scriban.Parsing;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>A mistake that is told with a remedy.</summary>
/// <param name="span">Where.</param>
/// <param name="message">What.</param>
/// <param name="help">The remedy.</param>
/// <param name="ends">Nothing is rendered behind it.</param>
/// <param name="silent">It follows from another one that was told.</param>
internal sealed class TextFault(SourceSpan span, string message, string? help = null, bool ends = false, bool silent = false)
    : ScriptRuntimeException(span, message)
{
    public string? Help { get; } = help;

    public bool Ends { get; } = ends;

    public bool Silent { get; } = silent;

    public bool IsOfSecret { get; private init; }

    public static TextFault Decides(SourceSpan span, string secrets) =>
        new(span, $"The secret {secrets} decides here what the template does", "What is rendered must not depend on a secret's value. Write the secret out, or decide on a variable.") { IsOfSecret = true };

    public static TextFault Grows(SourceSpan span, int limit) => new(span, $"The text grows over {limit} characters", ends: true);
}
