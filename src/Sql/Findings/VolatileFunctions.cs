namespace PlanRunner.Sql.Findings;

/// <summary>
/// Functions of Postgres whose value is another at each call, as people use them for defaults. A default that calls one is computed for
/// every row; of all others, now() among them, one value is kept for all: https://www.postgresql.org/docs/current/ddl-alter.html
/// </summary>
internal static class VolatileFunctions
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "clock_timestamp",
        "timeofday",
        "random",
        "random_normal",
        "gen_random_uuid",
        "uuidv4",
        "uuidv7",
        "gen_random_bytes",
        "nextval",
        "currval",
        "lastval",
        "uuid_generate_v1",
        "uuid_generate_v1mc",
        "uuid_generate_v4",
        "setval",
    };

    public static IEnumerable<string> All => Names;

    public static bool Has(string function) => Names.Contains(function);
}
