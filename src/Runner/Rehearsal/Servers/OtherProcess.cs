using System.Globalization;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>A process that is not our child, known by its id and, against reuse of ids, by when it started.</summary>
internal readonly record struct OtherProcess(int Id, string Started)
{
    private static readonly bool HasProc = File.Exists("/proc/self/stat");

    public static OtherProcess Self => Of(Environment.ProcessId);

    public static OtherProcess Of(int id) => new(id, Stat(id)?.Started ?? "");

    /// <summary>False once it has ended, also while nobody has waited for it yet, and where its id now names another process.</summary>
    public bool IsAlive =>
        HasProc ? Stat(Id) is { State: not ('Z' or 'X') } stat && (Started.Length == 0 || stat.Started == Started) : Signals.Exists(Id);

    /// <summary>Its folder, or null where the system does not tell.</summary>
    public string? WorkingFolder
    {
        get
        {
            try
            {
                return HasProc ? File.ResolveLinkTarget($"/proc/{Id}/cwd", returnFinalTarget: false)?.FullName : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Its direct children, as far as the system shows them.</summary>
    public IReadOnlyList<OtherProcess> Children()
    {
        if (!HasProc)
            return [];
        var parent = Id;
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(folder =>
                    int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0
                )
                .Where(id => id > 0 && Stat(id)?.Parent == parent)
                .Select(Of),
        ];
    }

    /// <summary>Waits until it has ended; false when it has not within the patience.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (IsAlive)
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
                return false;
            await Task.Delay(10, cancellationToken);
        }

        return true;
    }

    public override string ToString() => $"{Id} {Started}".TrimEnd();

    public static OtherProcess Parse(string text)
    {
        var parts = text.Trim().Split(' ', 2);
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new OtherProcess(id, parts.Length > 1 ? parts[1] : "")
            : default;
    }

    private static (char State, int Parent, string Started)? Stat(int id)
    {
        try
        {
            // The name in parentheses may hold spaces and parentheses itself; the numbers begin after its last one.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
