using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Parsing;

/// <summary>Unwinds the parser from a mistake to the end of the statement that it is in; never leaves this folder.</summary>
internal sealed class SyntaxFault(Place place, string message, string? help = null) : Exception(message)
{
    public Place Place { get; } = place;

    public string? Help { get; } = help;

    /// <summary>True where going on would only repeat the error.</summary>
    public bool EndsParse { get; init; }
}
