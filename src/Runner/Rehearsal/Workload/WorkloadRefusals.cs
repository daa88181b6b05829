using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>
/// What the servers refused to all clients of the workload: each kind is reported a single time. Before the plan has begun nothing
/// blocks the application, so a transaction that is refused again and again then will never commit.
/// </summary>
/// <param name="tell">Into the workload's output.</param>
/// <param name="begun">True once the plan has begun.</param>
internal sealed class WorkloadRefusals(Action<string> tell, Func<bool> begun)
{
    private const int Patience = 3;

    // Syntax, missing objects and rights, wrong roles and passwords, no such database, what is not supported, impossible values, RAISE.
    private static readonly string[] Lasting = ["42", "28", "3D", "3F", "0A", "22", "P0"];
    private readonly Lock gate = new();
    private readonly HashSet<(string, string?, string)> told = [];
    private readonly HashSet<(int, string)> succeeded = [];
    private readonly Dictionary<(int, string), int> refused = [];

    public void Succeeded(int client, string transaction)
    {
        lock (gate)
            succeeded.Add((client, transaction));
    }

    /// <param name="client">Whose transaction it was.</param>
    /// <param name="doing">The transaction's name, or what else was tried.</param>
    /// <param name="failure">What the server said.</param>
    /// <param name="connection">Which server.</param>
    /// <exception cref="RehearsalException">It cannot go through.</exception>
    public void Note(int client, string doing, PostgresFailureException failure, string connection)
    {
        lock (gate)
        {
            var what =
                $"{doing} was refused on {connection} ({failure.SqlState ?? "no answer"}): {WithoutSide(failure.Message, connection)}";
            if (told.Add((doing, failure.SqlState, connection)))
                tell($"client {client}: {what}");
            var count = refused[(client, doing)] = refused.GetValueOrDefault((client, doing)) + 1;
            if (count < Patience || succeeded.Contains((client, doing)) || begun() || !IsLasting(failure.SqlState))
                return;
            throw new RehearsalException(
                $"client {client} cannot commit this, and the plan has not started yet: {what}",
                "correct the workload, the rights of its roles, or the seed; then rehearse again"
            );
        }
    }

    private static bool IsLasting(string? sqlState) =>
        sqlState is not null && Lasting.Any(start => sqlState.StartsWith(start, StringComparison.Ordinal));

    // The line has named the connection already.
    private static string WithoutSide(string message, string connection) =>
        message.StartsWith($"{connection}: ", StringComparison.Ordinal) ? message[(connection.Length + 2)..] : message;
}
