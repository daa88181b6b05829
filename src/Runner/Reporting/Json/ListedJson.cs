using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>A statement that a generate found.</summary>
internal sealed record ListedJson(string Key, string Text, string Fingerprint)
{
    public static ListedJson Of(ListedStatement listed) => new(listed.Key, listed.Text, listed.Fingerprint);
}
