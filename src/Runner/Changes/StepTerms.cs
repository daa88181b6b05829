using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Changes;

/// <summary>
/// On which terms a step runs, beside its text: when it counts as done, what must be true afterwards, how it is undone, with which
/// settings. Part of an approval, because they decide what happens; not of a marker, because they do not change what a step did.
/// </summary>
internal static class StepTerms
{
    public const string Timeout = "timeout";

    public const string Settings = "settings";

    /// <summary>Name and text of each, in the order that people read them; secrets by name.</summary>
    public static IEnumerable<(string Name, string Text)> Of(RenderedStep step)
    {
        if (step.Step.Guarded)
            yield return ("guarded", "taken back when it fails");
        if (step.Body is { KeepsNothing: true })
            yield return ("kept", "nothing: it is tried and rolled back");
        if (step.DoneWhen is { } probe)
            yield return ($"done when, on {probe.Connection}", probe.Statement.Redacted);
        if (step.Verify is { } verify)
            yield return ($"verified, on {verify.Connection}", verify.Statement.Redacted);
        if (step.Undo is { } undo)
            yield return ($"taken back by {undo.Kind.Key}{On(undo)}", undo.Redacted.TrimEnd());
        if (SettingsOf(step) is { Length: > 0 } settings)
            yield return (Settings, settings);
        if (step.Timeout is { } limit)
            yield return (Timeout, Durations.Format(limit));
        if (step.Step.Retry is { } retry && !step.IsGroup)
            yield return ("tried", $"up to {retry.Attempts} times");
        if (step.Step.Idempotent)
            yield return ("idempotent", "running it can safely run twice");
        foreach (var (id, waiver) in step.Step.Waivers.OrderBy(w => w.Key, StringComparer.Ordinal))
            yield return ($"waives {id}", waiver.Reason);
        if (step.Step.OnInterrupted != OnInterrupted.Resolve)
            yield return ("when interrupted", step.Step.OnInterrupted.ToString().ToLowerInvariant());
    }

    /// <summary>All of them as one text, with the questions to a person, which a review shows as facts.</summary>
    public static string Text(RenderedStep step) =>
        string.Join('\n', Of(step).Select(term => $"{term.Name}: {term.Text}"))
        + (step.Confirm is { } question ? $"\nasks: {question}" : "")
        + (step.Step.PointOfNoReturn ? "\npoint of no return" : "");

    public static string FingerprintOf(RenderedStep step) => Fingerprint.Of(Text(step));

    // Settings are not shown for what only reads, and shell steps have no session.
    private static string SettingsOf(RenderedStep step) =>
        step.IsGroup || step.IsCheck
            ? ""
            : string.Join(
                ", ",
                step.Settings.Where(s => !step.Body!.Settings.ContainsKey(s.Key))
                    .Concat(step.Body!.Settings)
                    .OrderBy(s => s.Key, StringComparer.Ordinal)
                    .Select(s => $"{s.Key} = {(s.Value.Length == 0 ? "''" : s.Value)}")
            );

    private static string On(RenderedBody body) => body.Connections.Count > 0 ? $" on {string.Join(", ", body.Connections)}" : "";
}
