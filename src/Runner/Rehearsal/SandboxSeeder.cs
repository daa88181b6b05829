using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>Fills a cluster: makes its database and runs its seed files, templates as all SQL of a plan, as the superuser.</summary>
internal sealed class SandboxSeeder(string plan, ITemplateFiles files, RenderScope scope)
{
    private static readonly Dictionary<string, string> NoSettings = [];

    public async Task SeedAsync(
        IPostgresServer cluster,
        string database,
        IReadOnlyList<ScalarNode> seed,
        Action<string>? tell,
        CancellationToken cancellationToken
    )
    {
        if (database != "postgres")
        {
            await using var postgres = Sessions(cluster, "postgres");
            await using var session = await OpenAsync(postgres, cancellationToken);
            await session.RunAsync(
                $"CREATE DATABASE \"{database.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                [],
                0,
                cancellationToken
            );
        }

        await using var sessions = Sessions(cluster, database);
        foreach (var file in seed)
        {
            tell?.Invoke($"{file.Value} …");
            await RunAsync(sessions, Statements(file), cancellationToken);
        }
    }

    private IReadOnlyList<SqlStatement> Statements(ScalarNode file)
    {
        var diagnostics = new Diagnostics();
        if (
            files.Find(file.Value, file.Place, diagnostics) is { } source
            && PlanTemplate.Parse(source.Text, source, diagnostics, TextContext.Sql)?.Render(scope, TextContext.Sql) is { } text
            && StatementSplitter.Split(text, diagnostics) is var statements
            && !diagnostics.HasErrors
        )
        {
            return statements;
        }

        throw new RehearsalException([.. diagnostics.Concat(scope.Diagnostics)]);
    }

    // Each file in a session of its own, as psql --file would: what it sets ends with it.
    private static async Task RunAsync(Sessions sessions, IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(sessions, cancellationToken);
        foreach (var statement in statements)
        {
            try
            {
                await session.RunAsync(BoundStatement.Of(statement, new Dictionary<string, CapturedValue>()), 0, cancellationToken);
            }
            catch (PostgresFailureException failure)
            {
                throw new RehearsalException([
                    failure.At(statement.Source.PlaceAt(statement.Start)) with
                    {
                        Help = failure.Diagnostic.Help ?? "correct the seed, then rehearse again",
                    },
                ]);
            }
        }
    }

    private Sessions Sessions(IPostgresServer cluster, string database) =>
        new(plan, new Dictionary<string, ConnectionSettings>(StringComparer.Ordinal) { ["superuser"] = cluster.Superuser(database) });

    private static Task<Session> OpenAsync(Sessions sessions, CancellationToken cancellationToken) =>
        sessions.OpenAsync("superuser", new StepPath("seed"), NoSettings, null, null, cancellationToken);
}
