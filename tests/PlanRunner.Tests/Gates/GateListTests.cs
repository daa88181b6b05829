using PlanRunner.Runner.Gates;
using Xunit;

namespace PlanRunner.Tests.Gates;

/// <summary>The one list of gates: which command has which, when, and in which order.</summary>
public sealed class GateListTests
{
    [Fact]
    public void Every_command_has_its_gates_in_the_order_of_the_list()
    {
        const string Expected = """
            gate                                         apply      dry-run    undo       undo --dry-run  compare
            the servers are those of a rehearsal         Loaded     Loaded     Loaded     Loaded          -
            --until                                      Loaded     -          -          -               -
            --to                                         -          -          Loaded     Loaded          -
            --confirm                                    Loaded     -          -          -               -
            the state is whole                           StateRead  StateRead  StateRead  StateRead       StateRead
            the first run of a protected environment     StateRead  -          -          -               -
            other values of variables                    Decided    -          Decided    Decided         -
            a guarded group that the plan no longer has  Decided    Shown      Decided    Decided         -
            an open group                                -          -          Decided    Decided         -
            --expect-fingerprint                         Decided    -          -          -               -
            the approval                                 Decided    -          Decided    -               -
            other declared servers                       Decided    -          -          -               -
            other markers                                -          Shown      -          Shown           -
            renamed steps                                Decided    Shown      Decided    Decided         -
            undecided steps                              Decided    -          -          -               -
            a guarded group that is cut                  -          -          Decided    Decided         -
            a step that may have run                     -          -          Decided    Decided         -
            no undo, or in doubt                         -          -          Decided    Shown           -
            a point of no return                         -          -          Decided    Shown           -
            findings that block                          Decided    Shown      Decided    Shown           -
            """;
        var rows = GateList.InOrder.Select(gate =>
            $"{gate.Name, -45}{At(gate, GatedCommand.Apply), -11}{At(gate, GatedCommand.DryRun), -11}{At(gate, GatedCommand.Undo), -11}{At(gate, GatedCommand.UndoDryRun), -16}{At(gate, GatedCommand.Compare)}"
        );
        Assert.Equal(Expected.Split('\n').Skip(1), rows);
    }

    [Fact]
    public void What_is_known_before_the_change_set_is_asked_before_it()
    {
        foreach (var command in Enum.GetValues<GatedCommand>())
        {
            var moments = GateList.InOrder.Where(gate => gate.Moments.ContainsKey(command)).Select(gate => gate.Moments[command]).ToList();
            var early = moments.Where(moment => moment < GateMoment.Decided);
            Assert.Equal(early.Order(), moments.Take(early.Count()));
        }
    }

    private static string At(Gate gate, GatedCommand command) =>
        gate.Moments.TryGetValue(command, out var moment) ? moment.ToString() : "-";
}
