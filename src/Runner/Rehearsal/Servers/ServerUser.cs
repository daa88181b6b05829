using PlanRunner.Sql.Findings;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>As whom servers run: Postgres refuses to run as root, so root starts it as another user.</summary>
internal sealed class ServerUser
{
    private readonly string? name;

    private ServerUser(string? name) => this.name = name;

    /// <summary>Null where the runner's own user will do.</summary>
    public string? Name => name;

    public static ServerUser Current()
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerUser(null);
        var accounts = File.Exists("/etc/passwd") ? File.ReadAllLines("/etc/passwd") : [];
        return new ServerUser(
            Array.Exists(accounts, line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody"
        );
    }

    /// <summary>The same command, run as this user.</summary>
    public ProcessCommand Run(ProcessCommand command)
    {
        if (name is null)
            return command;
        if (ProgramPath.Find("runuser") is { } runuser)
            return command with { Program = runuser, Arguments = ["-u", name, "--", command.Program, .. command.Arguments] };
        var line = string.Join(' ', command.Arguments.Prepend(command.Program).Select(Quote));
        return command with { Program = "su", Arguments = ["-s", "/bin/sh", name, "-c", "exec " + line] };
    }

    /// <summary>Gives a folder and all that is in it to this user.</summary>
    public async Task OwnAsync(string folder, ProcessRunner processes, CancellationToken cancellationToken)
    {
        if (name is null)
            return;
        var result = await processes.RunAsync(ProcessCommand.Of("chown", "-R", name, folder), cancellationToken);
        if (!result.Ok)
            throw new RehearsalException($"{folder} could not be given to the user {name}: {result.Error.Trim()}");
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
