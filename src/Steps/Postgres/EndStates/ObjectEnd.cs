namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>
/// A statement that makes or removes one thing with an identity in a catalog. Only what did not exist when it was sent was made by it,
/// and only what was there was removed by it: before the first attempt the server decides.
/// </summary>
/// <param name="catalog">Where it is.</param>
/// <param name="what">The object, as messages call it.</param>
/// <param name="sql">Returns its identity, or no row.</param>
/// <param name="values">The values of that query.</param>
/// <param name="makes">It makes it; else it removes it.</param>
internal sealed class ObjectEnd(string catalog, string what, string sql, IReadOnlyList<string> values, bool makes) : EndState
{
    private const string Invalid = " invalid";

    public override string Settles => makes ? $"{catalog} shows it, and did not before" : $"{catalog} showed it before, and no longer does";

    /// <summary>What may be left elsewhere, for who reads that it does not exist.</summary>
    public string? Elsewhere { get; init; }

    public override async Task<string?> PictureAsync(Session session, CancellationToken cancellationToken) =>
        await ValueAsync(session, sql, values, cancellationToken) ?? "";

    public override async Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken)
    {
        var now = await ValueAsync(session, sql, values, cancellationToken);
        if (makes)
        {
            return now is null ? new EndAnswer.NotDone($"{what} does not exist{Elsewhere}")
                : before is not null && before != now ? new EndAnswer.Done($"{what} exists, created by this step")
                : new EndAnswer.NotDone($"{what} existed before this step");
        }

        if (before is not { Length: > 0 })
            return new EndAnswer.NotDone(now is null ? $"{what} does not exist" : $"{what} exists");
        if (now is null || now.Replace(Invalid, "", StringComparison.Ordinal) != before.Replace(Invalid, "", StringComparison.Ordinal))
            return new EndAnswer.Done($"{what} is gone");
        return now.EndsWith(Invalid, StringComparison.Ordinal) && !before.EndsWith(Invalid, StringComparison.Ordinal)
            ? new EndAnswer.Left(
                $"{what} still exists and can no longer be used, because its drop was interrupted",
                "it is dropped again",
                []
            )
            : new EndAnswer.NotDone($"{what} still exists");
    }
}
