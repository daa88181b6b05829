using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Operations;

/// <summary>The journal of somebody who only looks: nothing may be written, so every call is a bug.</summary>
internal sealed class NoJournal : IStepJournal
{
    public static readonly NoJournal Instance = new();

    public void Committing(CommitPoint point, IReadOnlyDictionary<string, CapturedValue> captured, string? item = null) => throw Bug();

    public void Running(BackendPoint backend) => throw Bug();

    public void Listed(IReadOnlyList<ListedStatement> statements) => throw Bug();

    public void ItemStarted(string item) => throw Bug();

    public void ItemDone(string item) => throw Bug();

    public void ItemFailed(string item, string message) => throw Bug();

    private static InvalidOperationException Bug() => new("a dry run must not write a marker");
}
