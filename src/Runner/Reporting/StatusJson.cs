using System.Text.Json;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.State;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reporting;

/// <summary>A plan's state in an environment, or that of single steps, for programs.</summary>
internal static class StatusJson
{
    public static string Of(ChangeSet changes, LockHolder? holder) =>
        JsonText.Of(
            1,
            json =>
            {
                json.WriteString("plan", changes.Plan.Plan.Name);
                json.WriteString("environment", changes.Plan.Environment.Name);
                json.WriteString("running", holder?.ToString());
                json.WriteString("fingerprint", changes.Fingerprint);
                if (changes.State.Runs.LastOrDefault()?.Variables is { } given)
                {
                    json.WriteStartObject("variables");
                    foreach (var (name, value) in given)
                        json.WriteString(name, value);
                    json.WriteEndObject();
                }

                json.WriteStartArray("open");
                foreach (var change in changes.All.Where(c => c.Open is not null))
                {
                    json.WriteStartObject();
                    json.WriteString("group", change.Path.Value);
                    json.WriteString("since", change.Open!.Since);
                    json.WriteBoolean("past_return", change.Open.PastReturn);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("steps");
                foreach (var change in changes.Leaves)
                {
                    json.WriteStartObject();
                    WriteStep(json, change, holder is not null);
                    WritePeople(json, changes.State, change.State);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    /// <summary>Single steps, with what their programs printed.</summary>
    /// <param name="changes">The change set that they are of.</param>
    /// <param name="steps">Each with the file that its output is kept in.</param>
    /// <param name="running">A run is going on.</param>
    public static string Of(ChangeSet changes, IReadOnlyList<(StepChange Change, string File)> steps, bool running) =>
        JsonText.Of(
            1,
            json =>
            {
                json.WriteString("plan", changes.Plan.Plan.Name);
                json.WriteString("environment", changes.Plan.Environment.Name);
                json.WriteStartArray("steps");
                foreach (var (change, file) in steps)
                {
                    json.WriteStartObject();
                    WriteStep(json, change, running);
                    json.WriteString("left", change.State?.Left);
                    WriteCaptured(json, change.State?.Captured ?? new Dictionary<string, CapturedValue>());
                    json.WriteString("printed", new StepReport(change, running, file).Output);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        );

    private static void WriteStep(Utf8JsonWriter json, StepChange change, bool running)
    {
        json.WriteString("path", change.Path.Value);
        json.WriteString("status", change.Word(running));
        json.WriteString("action", change.Action.ToString().ToLowerInvariant());
        if (change.State?.StartedAt is { } started)
            json.WriteString("started", started);
        if (change.State?.EndedAt is { } ended)
            json.WriteString("ended", ended);
        if (change.State?.Because is { } because)
            json.WriteString("because", because);
    }

    private static void WriteCaptured(Utf8JsonWriter json, IReadOnlyDictionary<string, CapturedValue> captured)
    {
        if (captured.Count == 0)
            return;
        json.WriteStartObject("captured");
        foreach (var (name, value) in captured)
        {
            json.WriteStartObject(name);
            json.WriteString("type", value.Type);
            json.WriteString("text", value.Text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePeople(Utf8JsonWriter json, StateSnapshot state, StepState? found)
    {
        if (found?.Run is { } id)
        {
            json.WriteString("run", id);
            if (state.Runs.FindLast(r => r.Run == id) is { } run)
            {
                json.WriteString("by", run.By);
                json.WriteString("host", run.Host);
            }
        }

        if (found is not { Decisions.Count: > 0 })
            return;
        json.WriteArray(
            "decisions",
            found.Decisions,
            decision =>
            {
                json.WriteString("what", decision.What);
                json.WriteString("by", decision.By);
                json.WriteString("host", decision.Host);
                json.WriteString("at", decision.At);
                if (decision.Reason is { } reason)
                    json.WriteString("reason", reason);
                WriteCaptured(json, decision.Captured);
            }
        );
    }
}
