using System.Text;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Tests.Quoting;

/// <summary>Runs scripts, many in one process of a shell, and tells which commands they called with which words.</summary>
internal sealed class ShellWitness(string shell, params string[] arguments) : IDisposable
{
    private const char EndOfScript = '\u001C';

    // What touch says is seen even where a substitution takes what is printed. Scripts find no programs, so that nothing but what is here can be called, whatever a value gets to say.
    private const string Prelude = """
        touch() { printf 'CANARY' >&9; }
        probe() { printf '%d' "$#"; for p in "$@"; do printf '\037%s' "$p"; done; printf '\036\n'; }
        take() { r=; while IFS= read -r w || [ -n "$w" ]; do r="$r$w
        "; done; probe "$r"; }

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("planrunner-shell-").FullName;
    private readonly ProcessRunner processes = new();

    public string Shell => shell;

    /// <summary>For each script what it printed, and how it ended.</summary>
    public async Task<List<string>> RunAsync(IReadOnlyList<string> scripts)
    {
        for (var i = 0; i < scripts.Count; i++)
            await File.WriteAllTextAsync(Path.Combine(folder, $"script{i}"), scripts[i], new UTF8Encoding(false));
        var driver = $$"""
            {{Prelude}}
            exec >{{folder}}/output 9>&1
            i=0
            while [ "$i" -lt {{scripts.Count}} ]; do
              ( set -eu; . ./script$i ) </dev/null 2>/dev/null
              printf '\034%d\034\n' "$?"
              i=$((i + 1))
            done
            """;
        await File.WriteAllTextAsync(Path.Combine(folder, "driver"), driver);
        var command = new ProcessCommand(shell, [.. arguments, Path.Combine(folder, "driver")])
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = "/nonexistent" },
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var result = await processes.RunAsync(command, patience.Token);
        var output = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "output"), patience.Token));
        var parts = output.Split(EndOfScript);
        return parts.Length == (2 * scripts.Count) + 1
            ? [.. Enumerable.Range(0, scripts.Count).Select(i => $"{parts[2 * i].TrimStart('\n')}exit {parts[(2 * i) + 1]}")]
            : throw new InvalidOperationException($"{shell} ended early: {result.Error}");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
