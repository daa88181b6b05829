namespace PlanRunner.Runner.Gates;

/// <summary>One thing that may block a command. Pure: it asks nobody and prints nothing.</summary>
/// <param name="Name">For people who read the list.</param>
/// <param name="Ask">Null where nothing blocks it.</param>
/// <param name="Moments">Which commands have it, and when each asks it.</param>
internal sealed record Gate(string Name, Func<GateQuestion, Refusal?> Ask, IReadOnlyDictionary<GatedCommand, GateMoment> Moments);
