using PlanRunner.Source;

namespace PlanRunner.Steps.Model;

/// <summary>Why a finding is waived, in the words of the plan's author.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="On">Only on this relation, or in the statement that begins so; null for all.</param>
/// <param name="Reason">Why.</param>
/// <param name="Place">Where it is.</param>
internal sealed record Waiver(string Rule, string? On, string Reason, Place Place)
{
    private const string Binding = " on ";

    /// <summary>From its key in the plan: <c>rewrite</c>, or <c>rewrite on app.account</c>.</summary>
    public static Waiver Of(string key, string reason, Place place)
    {
        var at = key.IndexOf(Binding, StringComparison.Ordinal);
        return at < 0 ? new Waiver(key, null, reason, place) : new Waiver(key[..at], OneLine(key[(at + Binding.Length)..]), reason, place);
    }

    /// <summary>True where it waives what a rule found on a relation, in a statement.</summary>
    public bool Covers(string rule, string? relation, string statement) =>
        rule == Rule && (On is null || (relation is not null && IsNamed(relation)) || BeginsWith(OneLine(statement), On));

    // Without a schema it is the table of that name in any.
    private bool IsNamed(string relation) =>
        relation.Equals(On, StringComparison.OrdinalIgnoreCase)
        || (!On!.Contains('.', StringComparison.Ordinal) && relation.EndsWith("." + On, StringComparison.OrdinalIgnoreCase));

    // Up to the end of a word: ALTER TABLE a is not ALTER TABLE ab.
    private static bool BeginsWith(string statement, string beginning) =>
        beginning.Contains(' ', StringComparison.Ordinal)
        && statement.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
        && (
            statement.Length == beginning.Length
            || !(char.IsLetterOrDigit(statement[beginning.Length]) || statement[beginning.Length] is '_' or '.')
        );

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(';').TrimEnd();
}
