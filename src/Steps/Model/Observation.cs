using PlanRunner.Source;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Model;

/// <summary>What a dry run found by a read-only query that the step would also find now.</summary>
internal abstract record Observation
{
    private Observation() { }

    /// <summary>The text is what will run.</summary>
    public sealed record Exact : Observation
    {
        /// <summary>What exists of it now, if the catalog shows it and it matters.</summary>
        public string? Now { get; init; }
    }

    /// <summary>Its effect already exists: it would only be recorded.</summary>
    public sealed record There(string Found) : Observation;

    /// <summary>The effects cannot be known beforehand.</summary>
    public sealed record Opaque : Observation;

    /// <summary>A check ran and passed or failed, with what was found.</summary>
    public sealed record Checked(bool Passed, string Found) : Observation
    {
        /// <summary>The rows behind it, for programs.</summary>
        public FoundRows? Rows { get; init; }

        /// <summary>If it does not hold, a run reports it and continues.</summary>
        public bool OnlyWarns { get; init; }
    }

    /// <summary>The statements that a generate would run: as of now, or what is left of the list that it began.</summary>
    public sealed record Listed(IReadOnlyList<ListedStatement> Statements) : Observation
    {
        /// <summary>Where it continues with a list that was begun: what is done of that list. Null where the list is made when it runs.</summary>
        public IReadOnlyList<ListedStatement>? Done { get; init; }
    }

    /// <summary>Queries something that an earlier step, still to run, will create.</summary>
    public sealed record Later(string Reason) : Observation;

    /// <summary>The query itself failed; a dry run stops on it.</summary>
    public sealed record Failed(Diagnostic Diagnostic) : Observation;
}
