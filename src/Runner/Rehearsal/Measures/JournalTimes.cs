using System.Text.Json;
using PlanRunner.Steps.Contract;

namespace PlanRunner.Runner.Rehearsal.Measures;

/// <summary>How long each step ran, from the state's own lines; every attempt of a step counts.</summary>
internal sealed class JournalTimes
{
    private readonly Dictionary<string, DateTimeOffset> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> steps = new(StringComparer.Ordinal);
    private readonly List<string> order = [];

    public static JournalTimes Read(string stateFile)
    {
        var times = new JournalTimes();
        foreach (var line in new JournalTail(stateFile).ReadNew())
            times.Add(line);
        return times;
    }

    /// <summary>In the order in which they first started.</summary>
    public IEnumerable<(string Step, TimeSpan Time)> Steps => order.Select(step => (step, steps.GetValueOrDefault(step)));

    private void Add(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var kind = root.GetProperty("event").GetString();
        if (!root.TryGetProperty("step", out var name) || !root.TryGetProperty("at", out var time) || name.GetString() is not { } step)
            return;
        var at = time.GetDateTimeOffset();
        if (kind == "started")
        {
            open[step] = at;
            if (!order.Contains(step, StringComparer.Ordinal))
                order.Add(step);
        }
        else if (kind is "done" or "failed" or "unverified" or "undone" && open.Remove(step, out var since))
        {
            steps[step] = steps.GetValueOrDefault(step) + (at - since);
        }
    }
}
