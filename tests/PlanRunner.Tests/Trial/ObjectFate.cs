namespace PlanRunner.Tests.Trial;

internal enum Fate
{
    /// <summary>It is on the target when the migration is done.</summary>
    Carried,

    /// <summary>The preflight stops the migration, with what to do.</summary>
    Refused,

    /// <summary>It does not come over by itself; the preflight says so and goes on.</summary>
    Left,
}

/// <summary>
/// What becomes of a kind of object: a row of docs/migrating.md, and what proves it. Either <see cref="Seed"/> puts it into the schema of
/// SchemaTrialTests, or <see cref="ProvedBy"/> names a test.
/// </summary>
/// <param name="Remark">How it is carried, or what to do: Markdown.</param>
internal sealed record ObjectFate(string Kind, Fate Fate, string Remark)
{
    /// <summary>Makes it on the source, as the owner of the application's schema.</summary>
    public string? Seed { get; init; }

    /// <summary>Makes on the source what only its superuser can, before the seed.</summary>
    public string? SuperuserSeed { get; init; }

    /// <summary>Of what is carried: asked of the target after the migration; the answer must be true.</summary>
    public string? Question { get; init; }

    /// <summary>Of what is refused or left: the lines that the preflight prints of it.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>Class.Method of the test that proves it, where no seed does.</summary>
    public string? ProvedBy { get; init; }
}
