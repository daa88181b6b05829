using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.State;

namespace PlanRunner.Runner.Decisions;

/// <summary>What a person decided, to be written into the state; or why it cannot be.</summary>
internal sealed record Decided
{
    private Decided(StateEvent? line, string text, Refusal? refusal) => (Line, Text, Refusal) = (line, text, refusal);

    public StateEvent? Line { get; }

    /// <summary>For people.</summary>
    public string Text { get; }

    public Refusal? Refusal { get; }

    public static Decided To(StateEvent line, string text) => new(line, text, null);

    public static Decided Not(string id, string message, string? help = null) =>
        new(null, "", Gates.Refusal.Of(ExitCodes.Invalid, id, message, help));
}
