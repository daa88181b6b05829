using System.Text.Json;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Rehearsal.Workload;

/// <summary>All that the workload's process needs, in a private file of the sandbox: it knows no plan and outlives every apply.</summary>
internal sealed record WorkloadPlan(
    int Clients,
    double Rate,
    IReadOnlyList<WorkloadRole> Roles,
    string Ledger,
    string Counters,
    WorkloadServer StartsOn,
    WorkloadServer? MovesTo,
    string? MovesOn,
    string StateFile,
    IReadOnlyList<WorkloadTransaction> Transactions
)
{
    private const string FileName = "workload.json";

    /// <summary>Which transaction a client's turn is.</summary>
    public int IndexAt(long turn) => (int)(turn % Transactions.Count);

    public static string FolderIn(string sandbox) => Path.Combine(sandbox, "workload");

    public static WorkloadPlan? Read(string sandbox)
    {
        var file = Path.Combine(FolderIn(sandbox), FileName);
        return File.Exists(file) ? JsonSerializer.Deserialize<WorkloadPlan>(File.ReadAllText(file)) : null;
    }

    public void Write(string sandbox)
    {
        Directory.CreateDirectory(FolderIn(sandbox));
        PrivateFile.Write(Path.Combine(FolderIn(sandbox), FileName), JsonSerializer.Serialize(this));
    }
}

/// <summary>A role that the application connects as.</summary>
internal sealed record WorkloadRole(string Name, string? Password);

/// <summary>A server that the application connects to; the superuser's password is for the comparison afterwards.</summary>
internal sealed record WorkloadServer(
    string Connection,
    string Host,
    int Port,
    string Database,
    string SuperuserPassword,
    string RootCertificate
)
{
    public ConnectionSettings As(string user, string? password) =>
        new(Connection, Host, Port, Database, user)
        {
            Password = password,
            SslMode = "verify-full",
            RootCertificate = RootCertificate,
        };
}

/// <summary>One transaction of the application: statements with :id, :client, :random and :turn.</summary>
internal sealed partial record WorkloadTransaction(string Name, IReadOnlyList<string> Statements)
{
    /// <summary>Reads a file in which each transaction begins with a line <c>-- transaction NAME</c>.</summary>
    public static IReadOnlyList<WorkloadTransaction> Read(RenderedText text, Diagnostics diagnostics)
    {
        var heads = Head().Matches(text.Text).Select(match => (match.Index, Name: match.Groups["name"].Value)).ToList();
        var statements = StatementSplitter.Split(text, diagnostics);
        if (heads.Count == 0)
            diagnostics.Error("PR3601", "the workload has no transaction", text.PlaceAt(0), "begin each with a line: -- transaction NAME");
        else if (statements.Count > 0 && statements[0].Start < heads[0].Index)
            diagnostics.Error(
                "PR3602",
                "this statement belongs to no transaction",
                text.PlaceAt(statements[0].Start),
                "write a line above it: -- transaction NAME"
            );
        return
        [
            .. heads.Select(
                (head, i) =>
                    new WorkloadTransaction(
                        head.Name,
                        [
                            .. statements
                                .Where(s => s.Start > head.Index && (i + 1 == heads.Count || s.Start < heads[i + 1].Index))
                                .Select(s => s.Text),
                        ]
                    )
            ),
        ];
    }

    [GeneratedRegex(
        @"^-- transaction (?<name>\S+)[ \t]*\r?$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Head();
}
