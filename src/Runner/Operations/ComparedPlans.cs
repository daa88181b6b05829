using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Source;

namespace PlanRunner.Runner.Operations;

/// <summary>A plan in two environments, by their files and states alone: reads no secret, connects to nothing.</summary>
/// <param name="First">The one that <c>--env</c> names.</param>
/// <param name="Second">The other.</param>
internal sealed record ComparedPlans(LoadedPlan First, LoadedPlan Second)
{
    /// <summary>Null after every error was reported.</summary>
    public static ComparedPlans? Load(OperationInput input, NamedEnvironment other, CancellationToken cancellationToken)
    {
        var diagnostics = new Diagnostics();
        var request = new EnvironmentRequest(input.Variables(diagnostics), ReadSecrets: false, input.Parts.Variable)
        {
            Stop = cancellationToken,
        };
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        var first = LoadedPlan.Load(plan, NamedEnvironment.Of(input), request, diagnostics);
        var second = LoadedPlan.Load(plan, other, request, diagnostics);
        // A typing error in a script would otherwise read as "nothing differs".
        if (first is not null && first.Environment.Name == second?.Environment.Name)
        {
            var others = EnvironmentLoader.Names(plan!).Where(name => name != first.Environment.Name).ToList();
            var help =
                others.Count > 0
                    ? $"name another one with --with: {string.Join(", ", others)}"
                    : "the plan has no other one: write it into environments/ beside the plan, or name its file with --with";
            diagnostics.Error("PR3909", $"--env and --with both name \"{first.Environment.Name}\"", null, help);
        }

        return input.Report(diagnostics) || first is null || second is null ? null : new ComparedPlans(first, second);
    }

    /// <summary>Null if the state of one is damaged, which was reported with the name of its environment.</summary>
    public Comparison? Compare(OperationInput input)
    {
        var (ours, theirs) = (Look(input, First), Look(input, Second));
        return ours is null || theirs is null ? null : new ComparisonBuilder(ours, theirs).Build();
    }

    private static ComparedSide? Look(OperationInput input, LoadedPlan loaded)
    {
        var arguments = input.Arguments with { Options = $"--env {CommandArguments.Quoted(loaded.Environment.Name)}" };
        var asked = input.Question(GatedCommand.Compare, loaded);
        var reading = loaded.LookAtState(arguments);
        if (
            GateList.First(GateMoment.StateRead, asked with { Reading = reading, Typed = asked.Typed with { Arguments = arguments } }) is
            { } damaged
        )
        {
            input.Output.Refuse(
                damaged with
                {
                    Reasons = [.. damaged.Reasons.Select(d => d with { Message = $"{loaded.Environment.Name}: {d.Message}" })],
                }
            );
            return null;
        }

        if (reading.Torn)
            input.Output.Error(
                $"note: the last line of the state of {loaded.Environment.Name} is incomplete, because its write was interrupted; "
                    + "it is ignored"
            );
        return new ComparedSide(
            ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow()),
            StateLock.HeldBy(loaded.StatePath) is not null
        );
    }
}
