using static PlanRunner.Runner.Gates.GatedCommand;
using static PlanRunner.Runner.Gates.GateMoment;

namespace PlanRunner.Runner.Gates;

/// <summary>
/// Every gate in the one order in which apply, dry-run, undo and compare ask them, and which command has which. A command that has
/// a gate has it at its place in this list; only the moment differs, as a dry run shows first what would run, then what blocks it.
/// </summary>
internal static class GateList
{
    public static readonly IReadOnlyList<Gate> InOrder =
    [
        new(
            "the servers are those of a rehearsal",
            SandboxGate.Ask,
            At((Apply, Loaded), (DryRun, Loaded), (Undo, Loaded), (UndoDryRun, Loaded))
        ),
        new("--until", ArgumentGates.Until, At((Apply, Loaded))),
        new("--to", ArgumentGates.To, At((Undo, Loaded), (UndoDryRun, Loaded))),
        new("--confirm", ArgumentGates.Confirm, At((Apply, Loaded))),
        new(
            "the state is whole",
            StateGates.Whole,
            At((Apply, StateRead), (DryRun, StateRead), (Undo, StateRead), (UndoDryRun, StateRead), (Compare, StateRead))
        ),
        new("the first run of a protected environment", StateGates.FirstRun, At((Apply, StateRead))),
        new("other values of variables", GivenVariables.Ask, At((Apply, Decided), (Undo, Decided), (UndoDryRun, Decided))),
        new(
            "a guarded group that the plan no longer has",
            DecisionGates.Lost,
            At((Apply, Decided), (DryRun, Shown), (Undo, Decided), (UndoDryRun, Decided))
        ),
        new("an open group", UndoGates.OpenGroup, At((Undo, Decided), (UndoDryRun, Decided))),
        new("--expect-fingerprint", ApprovalGate.Fingerprint, At((Apply, Decided))),
        new("the approval", ApprovalGate.Ask, At((Apply, Decided), (Undo, Decided))),
        new("other declared servers", DecisionGates.DeclaredServers, At((Apply, Decided))),
        new("other markers", DecisionGates.Markers, At((DryRun, Shown), (UndoDryRun, Shown))),
        new("renamed steps", DecisionGates.Renamed, At((Apply, Decided), (DryRun, Shown), (Undo, Decided), (UndoDryRun, Decided))),
        new("undecided steps", DecisionGates.Refused, At((Apply, Decided))),
        new("a guarded group that is cut", UndoGates.Cut, At((Undo, Decided), (UndoDryRun, Decided))),
        new("a step that may have run", UndoGates.Unknown, At((Undo, Decided), (UndoDryRun, Decided))),
        new("no undo, or in doubt", UndoGates.Unable, At((Undo, Decided), (UndoDryRun, Shown))),
        new("a point of no return", UndoGates.PointOfNoReturn, At((Undo, Decided), (UndoDryRun, Shown))),
        new("findings that block", BlockedGate.Ask, At((Apply, Decided), (DryRun, Shown), (Undo, Decided), (UndoDryRun, Shown))),
    ];

    /// <summary>The first thing that blocks a command at a moment; null where nothing does.</summary>
    public static Refusal? First(GateMoment moment, GateQuestion asked) =>
        Of(asked.Command, moment).Select(gate => gate.Ask(asked)).FirstOrDefault(refusal => refusal is not null);

    public static IEnumerable<Gate> Of(GatedCommand command, GateMoment moment) =>
        InOrder.Where(gate => gate.Moments.TryGetValue(command, out var asks) && asks == moment);

    private static Dictionary<GatedCommand, GateMoment> At(params (GatedCommand Command, GateMoment Moment)[] moments) =>
        moments.ToDictionary(at => at.Command, at => at.Moment);
}
