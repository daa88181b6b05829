using System.Data;
using Npgsql;
using PlanRunner.Steps.Postgres.Connections;
using Xunit;

namespace PlanRunner.Tests.Quoting;

/// <summary>Asks a server what it makes of statements, many in one exchange; none of them is run.</summary>
internal sealed class SqlAnalyst : IAsyncDisposable
{
    private const int AtOnce = 25;

    private readonly NpgsqlConnection connection;
    private readonly List<string> trees = [];

    private SqlAnalyst(NpgsqlConnection connection)
    {
        this.connection = connection;
        connection.Notice += (_, told) =>
        {
            if (told.Notice.MessageText == "parse tree:")
                trees.Add(told.Notice.Detail ?? "");
        };
    }

    public static async Task<SqlAnalyst> OpenAsync(ConnectionSettings to, bool standardStrings)
    {
        var opened = new NpgsqlConnection(
            $"Host={to.Host};Port={to.Port};Database={to.Database};Username={to.Username};Password={to.Password};SSL Mode=VerifyFull;Root Certificate={to.RootCertificate};Pooling=false;Include Error Detail=true"
        );
        await opened.OpenAsync();
        foreach (
            var sql in new[]
            {
                "CREATE TABLE IF NOT EXISTS sink (note text)",
                $"SET standard_conforming_strings = {(standardStrings ? "on" : "off")}",
                "SET log_min_messages = panic",
                "SET log_min_error_statement = panic",
                "SET debug_pretty_print = off",
                "SET client_min_messages = log",
                "SET debug_print_parse = on",
            }
        )
        {
            await using var command = new NpgsqlCommand(sql, opened);
            await command.ExecuteNonQueryAsync();
        }

        return new SqlAnalyst(opened);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    public async Task<List<SqlShape>> ShapesAsync(IReadOnlyList<string> statements)
    {
        var shapes = new List<SqlShape>(statements.Count);
        while (shapes.Count < statements.Count)
        {
            // An error ends an exchange: the next one begins behind it.
            var some = statements.Skip(shapes.Count).Take(AtOnce).ToList();
            if (await ReadAsync(some, shapes) is { } error)
                shapes.Add(new SqlShape(error, [], []));
        }

        return shapes;
    }

    private async Task<string?> ReadAsync(List<string> statements, List<SqlShape> shapes)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        // What has no columns is passed over by the reader; this has some, and tells by its name where it stands.
        for (var i = statements.Count; i > 0; i--)
            batch.BatchCommands.Insert(i, new NpgsqlBatchCommand($"SELECT 1 AS mark_{i - 1}"));
        trees.Clear();
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
            for (var i = 0; i < statements.Count; i++)
            {
                var columns = Columns(reader);
                if (columns is not [var only] || only != $"mark_{i}")
                    await reader.NextResultAsync();
                else
                    columns = [];
                Assert.Equal($"mark_{i}", Assert.Single(Columns(reader)));
                // The last of the trees is the mark's.
                Assert.All(trees, tree => Assert.StartsWith("{QUERY ", tree.TrimStart(), StringComparison.Ordinal));
                Assert.NotEmpty(trees);
                shapes.Add(new SqlShape(null, columns, [.. trees.SkipLast(1).SelectMany(ParseTree.Words)]));
                trees.Clear();
                await reader.NextResultAsync();
            }

            return null;
        }
        catch (PostgresException e)
        {
            return $"{e.SqlState} {e.MessageText}";
        }
    }

    private static string[] Columns(NpgsqlDataReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
}
