using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Postgres.Transactions;

/// <summary>What a probe found.</summary>
internal abstract record ProbeAnswer
{
    private ProbeAnswer() { }

    /// <summary>Its first value is true; the row's values by column, nulls left out.</summary>
    public sealed record Yes(IReadOnlyDictionary<string, CapturedValue> Row) : ProbeAnswer;

    /// <summary>False, null or no row.</summary>
    public sealed record No : ProbeAnswer;

    /// <summary>It queries something that does not exist (yet): an object, by its SQLSTATE, or a value not yet captured.</summary>
    public sealed record Missing(string? SqlState, Diagnostic Diagnostic) : ProbeAnswer;

    /// <summary>The query failed. Never the same as No.</summary>
    public sealed record Failed(Diagnostic Diagnostic) : ProbeAnswer
    {
        public bool Transient { get; init; }
    }
}
