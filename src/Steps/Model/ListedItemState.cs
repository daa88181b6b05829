namespace PlanRunner.Steps.Model;

/// <summary>How far one journaled statement of a generate had come when the state was read.</summary>
internal sealed record ListedItemState(ListedStatement Statement, ItemProgress Progress, CommitPoint? Committing);
