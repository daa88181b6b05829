using System.Security.Cryptography;
using System.Text;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Processes;

/// <summary>
/// What a step's program printed, both streams as they came, kept in a file that only this user can read: its beginning and its end where
/// it is long. It only helps who looks afterwards: a file that cannot be written fails no step.
/// </summary>
/// <param name="path">The file; that of the attempt before is replaced.</param>
/// <param name="half">So many characters of the beginning, and of the end, are kept.</param>
internal sealed class KeptOutput(string path, int half = KeptOutput.Half) : IDisposable
{
    public const int Half = 1 << 19;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Queue<string> end = new();
    private StreamWriter? writer;
    private int written;
    private int waiting;
    private long left;
    private bool failed;

    /// <summary>Beside a state file, under a name made of the step's path.</summary>
    public static string PathFor(string stateFile, StepPath step, bool undo)
    {
        const int LongestName = 100;
        var name = new StringBuilder();
        foreach (var part in step.Value)
            name.Append(char.IsAsciiLetterOrDigit(part) || part is '-' or '_' or '.' ? part : '~');
        // Two paths must not share a file.
        var plain = name.Length <= LongestName && !name.ToString().Contains('~', StringComparison.Ordinal);
        var mark = plain ? "" : "." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.Value)).AsSpan(0, 4));
        var state = Path.GetFileName(stateFile);
        state = state.EndsWith(".state.jsonl", StringComparison.Ordinal) ? state[..^".state.jsonl".Length] : state;
        return Path.Combine(
            Path.GetDirectoryName(stateFile)!,
            "output",
            state,
            $"{name.ToString()[..Math.Min(name.Length, LongestName)]}{mark}{(undo ? ".undo" : "")}.log"
        );
    }

    /// <summary>As much of a kept output as people read, with where all of it is; null where none is kept.</summary>
    public static string? ReadExcerpt(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var excerpt = Excerpt.OfKept();
            foreach (var line in File.ReadLines(path))
                excerpt.Add(line);
            return string.Join('\n', [.. excerpt.Lines, $"full output: {path}"]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="line">Without secrets.</param>
    public void Line(string line)
    {
        try
        {
            if (failed)
                return;
            writer ??= Open();
            if (written + line.Length < half)
            {
                written += line.Length + 1;
                writer.Write(line + "\n");
                return;
            }

            written = half;
            end.Enqueue(line);
            for (waiting += line.Length + 1; waiting > half && end.TryDequeue(out var first); left++)
                waiting -= first.Length + 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failed = true;
        }
    }

    public void Dispose()
    {
        try
        {
            if (left > 0 && !failed)
                writer?.Write($"… {left} lines left out\n");
            foreach (var line in failed ? [] : end)
                writer?.Write(line + "\n");
            writer?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failed = true;
        }
    }

    private StreamWriter Open()
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        // A state file belongs into a repository, what programs printed does not.
        var ignore = Path.Combine(Path.GetDirectoryName(folder)!, ".gitignore");
        if (!File.Exists(ignore))
            File.WriteAllText(ignore, "*\n");
        File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new StreamWriter(path, options) { AutoFlush = true };
    }
}
