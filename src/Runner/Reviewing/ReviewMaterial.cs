using PlanRunner.Runner.Execution.Observing;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>What a review can show beside the change set itself; each part only where somebody looked, measured or approved.</summary>
internal sealed record ReviewMaterial
{
    /// <summary>The change set, and nothing that anybody was asked.</summary>
    public static ReviewMaterial None { get; } = new();

    /// <summary>What each step would find now; null where nobody looked.</summary>
    public IReadOnlyDictionary<StepPath, SeenStep>? Seen { get; init; }

    /// <summary>Of the relations that findings are about.</summary>
    public IReadOnlyDictionary<(string Connection, string Relation), RelationSize>? Sizes { get; init; }

    /// <summary>What a rehearsal measured.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>What was approved earlier.</summary>
    public SavedReview? Approved { get; init; }

    public Observation? Observed(StepPath path) => Seen?.GetValueOrDefault(path)?.Seen;

    public RelationSize? SizeOf(string connection, string relation) => Sizes?.GetValueOrDefault((connection, relation));
}
