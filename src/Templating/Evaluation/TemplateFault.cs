using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Unwinds a render from a mistake to the statement that it is in; never leaves this project.</summary>
internal sealed class TemplateFault(Place place, string message, string? help = null) : Exception(message)
{
    public Place Place { get; } = place;

    public string? Help { get; } = help;

    /// <summary>True where going on is out of the question: a limit was reached.</summary>
    public bool EndsRender { get; init; }

    /// <summary>True for what only follows from an error that is reported already.</summary>
    public bool IsSilent { get; init; }
}
