using PlanRunner.Source;

namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>What the catalog says of a statement that is in no transaction. <paramref name="Found"/> names the object.</summary>
internal abstract record EndAnswer(string Found)
{
    /// <summary>The effect of the statement exists.</summary>
    public sealed record Done(string Found) : EndAnswer(Found);

    public sealed record NotDone(string Found) : EndAnswer(Found);

    /// <summary>An earlier attempt of this step started it and did not finish it.</summary>
    /// <param name="Found">What it left.</param>
    /// <param name="Will">What is done about it before the step runs again.</param>
    /// <param name="Remedies">Statements of ours for that, each outside a transaction; empty where the step's own statement does it.</param>
    public sealed record Left(string Found, string Will, IReadOnlyList<string> Remedies) : EndAnswer(Found)
    {
        public string Text => $"{Found}: {Will}";
    }

    /// <summary>A conflicting object exists that this step did not create.</summary>
    public sealed record InTheWay(string Found, string Help) : EndAnswer(Found)
    {
        public Diagnostic At(Place place) => Diagnostic.Error("PR5070", Found, place, Help);
    }

    /// <summary>It could not be asked: never the same as not done.</summary>
    public sealed record Unknown(string Found) : EndAnswer(Found)
    {
        public bool Transient { get; init; }
    }
}
