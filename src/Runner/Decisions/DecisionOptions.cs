using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Decisions;

/// <summary>The options of a decision about a step.</summary>
/// <param name="Step">The step as given on the command line.</param>
/// <param name="Arguments">How the plan and its environment are named.</param>
internal sealed record DecisionOptions(string Step, CommandArguments Arguments)
{
    /// <summary>Who decides.</summary>
    public required Operator By { get; init; }

    /// <summary>The instance that --item names, where the step is that of a foreach; else the step.</summary>
    public string Instance(RenderedPlan plan) =>
        Items is [var key] && new StepPath(Step).Instance(key).Value is var path && StepArgument.Find(plan, path) is not null ? path : Step;

    /// <summary>Shows all of a step.</summary>
    public string Status(StepChange change) => $"planrunner status {Arguments} --step {CommandArguments.Quoted(change.Path.Value)}";

    public bool Done { get; init; }

    public bool NotDone { get; init; }

    public bool AsNew { get; init; }

    /// <summary>All steps of the plan, each with all that its state holds.</summary>
    public IReadOnlyList<StepChange> Others { get; init; } = [];

    public IReadOnlyList<string> Captures { get; init; } = [];

    public IReadOnlyList<string> Items { get; init; } = [];

    public string Reason { get; init; } = "";
}
