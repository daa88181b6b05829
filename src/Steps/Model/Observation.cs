using PlanRunner.Source;
using PlanRunner.Steps.Results;

namespace PlanRunner.Steps.Model;

/// <summary>What a dry run found by asking, read-only, what a step would find now.</summary>
internal abstract record Observation
{
    private Observation() { }

    /// <summary>The text is what will run.</summary>
    public sealed record Exact : Observation
    {
        /// <summary>What exists of it now, if the catalog shows it and it matters.</summary>
        public string? Now { get; init; }
    }

    /// <summary>What it is for is there: it would only be recorded.</summary>
    public sealed record There(string Found) : Observation;

    /// <summary>The effects cannot be known beforehand.</summary>
    public sealed record Opaque : Observation;

    /// <summary>A check was asked and passed or failed, with what was found.</summary>
    public sealed record Checked(bool Passed, string Found) : Observation
    {
        /// <summary>The rows behind it, for programs.</summary>
        public FoundRows? Rows { get; init; }

        /// <summary>Where it does not hold, a run says so and goes on.</summary>
        public bool OnlyWarns { get; init; }
    }

    /// <summary>The statements that a generate would run: as of now, or what is left of the list that it began.</summary>
    public sealed record Listed(IReadOnlyList<ListedStatement> Statements) : Observation
    {
        /// <summary>Where it continues with a list that was begun: what is done of that list. Null where the list is made when it runs.</summary>
        public IReadOnlyList<ListedStatement>? Done { get; init; }
    }

    /// <summary>Asks about what a step above, still to run, will make.</summary>
    public sealed record Later(string Reason) : Observation;

    /// <summary>The question itself failed; a dry run stops on it.</summary>
    public sealed record Failed(Diagnostic Diagnostic) : Observation;
}
