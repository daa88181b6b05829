using System.Security.Cryptography;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Environments;

/// <summary>Where a secret's value can come from. None ever enters a diagnostic.</summary>
internal sealed class SecretSources(string folder, EnvironmentRequest request, Diagnostics diagnostics)
{
    /// <summary>The keys of <c>secrets: NAME:</c>.</summary>
    public static readonly IReadOnlyList<string> Keys = ["env", "file", "command", "generated"];

    private const int GeneratedLength = 24;
    private const string GeneratedFrom = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    // A vault over a slow network; it cannot prompt meanwhile, because the command has no terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Null after a diagnostic.</summary>
    public string? Read(string name, MappingEntry source) =>
        (source.Key.Value, source.Value) switch
        {
            ("env", ScalarNode variable) => FromVariable(name, variable),
            ("file", ScalarNode file) => FromFile(name, file),
            ("command", SequenceNode command) => FromCommand(name, command),
            ("generated", _) => RandomNumberGenerator.GetString(GeneratedFrom, GeneratedLength),
            _ => null,
        };

    private string? FromVariable(string name, ScalarNode from)
    {
        if (request.EnvironmentVariables(from.Value) is { Length: > 0 } value)
            return value;
        diagnostics.Error(
            "PR3062",
            $"the environment variable {from.Value} is not set, and secret \"{name}\" needs it",
            from.Place,
            $"set it before the run: export {from.Value}=…"
        );
        return null;
    }

    private string? FromFile(string name, ScalarNode from)
    {
        var own = new Diagnostics();
        var value = SourceReader.Read(Path.Combine(folder, from.Value), from.Value, own, from.Place)?.Text.TrimEnd('\r', '\n');
        diagnostics.AddRange(own);
        if (value is null or { Length: > 0 })
            return value;
        diagnostics.Error("PR3062", $"the file of secret \"{name}\" is empty", from.Place, "write the secret into it");
        return null;
    }

    private string? FromCommand(string name, SequenceNode from)
    {
        var words = from.Items.OfType<ScalarNode>().Select(word => word.Value).ToList();
        var command = ProcessCommand.Of(words[0], words.Skip(1)) with { WorkingDirectory = folder };
        ProcessResult result;
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, request.Stop);
        try
        {
            result = ProcessRunner.Default.RunAsync(command, either.Token).GetAwaiter().GetResult();
        }
        catch (ProcessStartException exception)
        {
            return Refuse(name, from, exception.Message, exception.HelpText);
        }
        catch (OperationCanceledException) when (!request.Stop.IsCancellationRequested)
        {
            return Refuse(
                name,
                from,
                $"it did not finish within {Patience.TotalSeconds:0} s",
                "it cannot prompt, there is no terminal: unlock or log in before the run"
            );
        }

        var value = result.Output.TrimEnd('\r', '\n');
        if (!result.Ok)
            return Refuse(
                name,
                from,
                $"it ended with exit code {result.ExitCode}{Said(result, value)}",
                "run it by hand in the environment's folder; it cannot prompt, there is no terminal: unlock or log in before the run"
            );
        if (result.Truncated || value.Contains('\0', StringComparison.Ordinal))
            return Refuse(name, from, "its output cannot be a secret: it is too long, or not text", "print only the secret");
        return value.Length > 0 ? value : Refuse(name, from, "it printed nothing", "print the secret on standard output");
    }

    // Its errors say why, and a vault's client may repeat its output in them.
    private static string Said(ProcessResult result, string value)
    {
        var redactor = new Redactor();
        redactor.Add("value", value);
        var said = redactor.Redact(result.Error).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return said is [.., var last] ? $": {last}" : "";
    }

    private string? Refuse(string name, SequenceNode from, string why, string? help)
    {
        diagnostics.Error("PR3062", $"the command of secret \"{name}\" failed: {why}", from.Place, help);
        return null;
    }
}
