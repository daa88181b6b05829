using System.Text;
using System.Text.Json;

namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>Follows a state file that another process writes, one complete line at a time.</summary>
internal sealed class JournalTail(string path)
{
    private long position;

    /// <summary>True once the journal says that the step was started, in lines not read before.</summary>
    public bool FindStarted(string step)
    {
        foreach (var line in ReadNew())
        {
            // Cheap first: nearly every line is about another step.
            if (
                line.Contains("\"started\"", StringComparison.Ordinal)
                && line.Contains(step, StringComparison.Ordinal)
                && IsStarted(line, step)
            )
                return true;
        }

        return false;
    }

    public IReadOnlyList<string> ReadNew()
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < position)
            position = 0;
        if (file.Length == position)
            return [];
        file.Position = position;
        var bytes = new byte[file.Length - position];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var whole = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;
        position += whole;
        return Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsStarted(string line, string step)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Text(json, "event") == "started"
                && Text(json, "step") == step
                && !(json.RootElement.TryGetProperty("undo", out var undo) && undo.ValueKind == JsonValueKind.True);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
