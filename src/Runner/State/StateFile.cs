using System.Globalization;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;

namespace PlanRunner.Runner.State;

/// <summary>Where a plan's state in an environment lives, and reading it without changing anything.</summary>
internal static class StateFile
{
    /// <summary>Beside the plan, where no other place is named.</summary>
    public const string Folder = ".planrunner";

    /// <summary>The diagnostic of a file that is too large to be a state.</summary>
    public const string TooLarge = "PR7005";

    private const long MostBytes = 256L << 20;

    // What a run may write while it is read; also the limit for what has no length, such as a device.
    private const int Slack = 16 << 20;

    /// <summary><c>.planrunner/PLAN.ENVIRONMENT.state.jsonl</c> beside the plan, unless the person named another place.</summary>
    public static string PathFor(Plan plan, string environment, string? given) =>
        Itself(
            given is { Length: > 0 } ? Path.GetFullPath(given) : Path.Combine(plan.Folder, Folder, $"{plan.Name}.{environment}.state.jsonl")
        );

    /// <summary>
    /// An unused name beside the journal, for an archived copy. Its lock is held, so nobody else takes the name
    /// meanwhile; two copies of one second are numbered in their order.
    /// </summary>
    public static string ArchiveName(string path, DateTimeOffset now)
    {
        var name = $"{path}.{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.archived";
        var free = name;
        for (var number = 2; Path.Exists(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        return free;
    }

    /// <summary>Reads the journal as it is. A missing file is an empty state; a damaged one never is.</summary>
    public static StateReading Read(string path, string plan, string environment)
    {
        var diagnostics = new Diagnostics();
        if (Directory.Exists(path))
            diagnostics.Error(
                "PR5004",
                $"{path} is a folder, and the state must be a file",
                null,
                "move it out of the way, or name another file with --state"
            );
        if (!File.Exists(path))
            return new StateReading(StateSnapshot.Empty, "", 0, false, diagnostics);

        if (FileKind.Other(path) is { } kind)
        {
            diagnostics.Error(
                TooLarge,
                $"the state file {path} is {kind}, not a regular file",
                null,
                "name the right file with --state; nothing was read"
            );
            return new StateReading(StateSnapshot.Empty, "", 0, false, diagnostics);
        }

        string text;
        try
        {
            text = ReadText(path);
        }
        catch (StateSizeException exception)
        {
            diagnostics.Error(
                TooLarge,
                exception.Message,
                null,
                "name the right file with --state; a state file grows by a few kilobytes per run, and nothing of this one was read"
            );
            return new StateReading(StateSnapshot.Empty, "", 0, false, diagnostics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(
                "PR5001",
                $"the state file {path} cannot be read: {exception.Message}",
                null,
                "make it readable for this user; nothing was started"
            );
            return new StateReading(StateSnapshot.Empty, "", 0, false, diagnostics);
        }

        return Fold(new SourceText(path, text), plan, environment, diagnostics);
    }

    /// <summary>
    /// What an editor or a version control did to the whole file and what takes nothing of it away: a byte order mark, other line
    /// endings. The text without that; null where neither is there.
    /// </summary>
    public static string? Unedited(string path)
    {
        var text = ReadText(path);
        var plain = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
        return plain == text ? null : plain;
    }

    private static string ReadText(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = stream.CanSeek ? stream.Length : 0;
        if (length > MostBytes)
            throw new StateSizeException($"the state file {path} has {length:N0} bytes, and no more than {MostBytes:N0} are read");
        using var read = new MemoryStream((int)length);
        var buffer = new byte[1 << 16];
        for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            if (read.Length + count > length + Slack)
                throw new StateSizeException(
                    $"the state file {path} does not end: {read.Length:N0} bytes were read, and its length is {length:N0}"
                );
            read.Write(buffer, 0, count);
        }

        // A byte order mark is not ours: if it were skipped, the line lengths would not match the file, and appending would truncate it.
        return System.Text.Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length);
    }

    // It has one lock, whichever link leads to it; even before the target of a link exists.
    private static string Itself(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static StateReading Fold(SourceText source, string plan, string environment, Diagnostics diagnostics)
    {
        var snapshot = new StateSnapshot();
        var text = source.Text;
        var hash = "";
        var position = 0;
        long bytes = 0;
        for (var line = 1; position < text.Length; line++)
        {
            var end = text.IndexOf('\n', position);
            if (end < 0)
            {
                // Written without its line ending: the write was interrupted, so nothing that depends on it was begun.
                if (snapshot.IsEmpty)
                    break;
                return new StateReading(snapshot, hash, bytes, true, diagnostics);
            }

            var content = text[position..end];
            var (stateEvent, lineHash, damage) = JournalLine.Read(content, hash);
            var problem = damage ?? Misplaced(stateEvent!, line, plan, environment);
            if (problem is not null)
            {
                var edited =
                    content.StartsWith('\uFEFF') ? "an editor put a byte order mark before it"
                    : content.EndsWith('\r') ? "something changed its line endings"
                    : null;
                diagnostics.Error(
                    "PR5002",
                    $"line {line} of the state file is not what planrunner wrote: {edited ?? problem}",
                    new Place(source, line, 1, 1),
                    edited is null
                        ? $"restore the file from version control or a backup; 'planrunner state verify' shows what is intact, 'planrunner state repair' keeps the {line - 1} lines above"
                        : "'planrunner state repair' removes that, and keeps all lines that are intact then"
                );
                return new StateReading(snapshot, hash, bytes, false, diagnostics);
            }

            snapshot.Apply(stateEvent!);
            hash = lineHash;
            bytes += System.Text.Encoding.UTF8.GetByteCount(content) + 1;
            position = end + 1;
        }

        if (snapshot.IsEmpty)
            diagnostics.Error(
                "PR5003",
                "the state file has no complete line, which planrunner never writes",
                new Place(source, 1, 1),
                "restore it from version control or a backup, or delete it if this plan never ran here"
            );
        return new StateReading(snapshot, hash, bytes, false, diagnostics);
    }

    private static string? Misplaced(StateEvent stateEvent, int line, string plan, string environment)
    {
        if (line == 1 != stateEvent is StateOpened)
            return line == 1 ? "it does not begin with a header" : "there is a second header here";
        if (stateEvent is not StateOpened opened)
            return null;
        if (opened.Format > StateOpened.CurrentFormat)
            return $"its format is {opened.Format} and this planrunner reads up to {StateOpened.CurrentFormat}; use a newer one";
        if (opened.Plan != plan || opened.Environment != environment)
            return $"it belongs to plan \"{opened.Plan}\" in environment \"{opened.Environment}\"";
        return null;
    }
}
