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

    public const string Parameters = "params";

    private const string UndoneBy = "undone by ";

    /// <summary>Name and text of each, in the order that people read them; secrets by name.</summary>
    public static IEnumerable<(string Name, string Text)> Of(RenderedStep step)
    {
        if (step.Step.Guarded)
            yield return ("guarded", "undone when it fails");
        if (step.Body is { KeepsNothing: true })
            yield return ("kept", "nothing: it is tried and rolled back");
        if (step.Body?.Parameters is { Count: > 0 } parameters)
            yield return (Parameters, Sources(parameters));
        if (step.DoneWhen is { } probe)
            yield return ($"done when, on {probe.Connection}", WithSources(probe.Statement.Redacted, probe.Parameters));
        if (step.Verify is { } verify)
            yield return ($"verified, on {verify.Connection}", WithSources(verify.Statement.Redacted, verify.Parameters));
        if (step.Undo is { } undo)
            yield return ($"{UndoneBy}{undo.Kind.Key}{On(undo)}", WithSources(undo.Redacted.TrimEnd(), undo.Parameters));
        if (SettingsOf(step) is { Length: > 0 } settings)
            yield return (Settings, settings);
        if (step.Timeout is { } limit)
            yield return (Timeout, Durations.Format(limit));
        if (step.Step.Retry is { } retry && !step.IsGroup)
            yield return ("tried", $"up to {retry.Attempts} times");
        if (step.Step.Idempotent)
            yield return ("idempotent", "it can safely run twice");
        foreach (var (id, waiver) in step.Step.Waivers.OrderBy(w => w.Key, StringComparer.Ordinal))
            yield return ($"waives {id}", waiver.Reason);
        if (step.Step.OnInterrupted != OnInterrupted.Resolve)
            yield return ("when interrupted", step.Step.OnInterrupted.ToString().ToLowerInvariant());
    }

    /// <summary>All of them as one text to be hashed, with the questions to a person, which a review shows as facts.</summary>
    public static string Text(RenderedStep step) =>
        string.Join('\n', Of(step).Select(Hashed))
        + (step.Confirm is { } question ? $"\nasks: {question}" : "")
        + (step.Step.PointOfNoReturn ? "\npoint of no return" : "");

    public static string FingerprintOf(RenderedStep step) => Fingerprint.Of(Text(step));

    // The words that are hashed stay what they were, so that an approval stays valid whatever words are shown.
    private static string Hashed((string Name, string Text) term) =>
        term.Name switch
        {
            "guarded" => "guarded: taken back when it fails",
            "idempotent" => "idempotent: running it twice is as once",
            var name when name.StartsWith(UndoneBy, StringComparison.Ordinal) => $"taken back by {name[UndoneBy.Length..]}: {term.Text}",
            var name => $"{name}: {term.Text}",
        };

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

    // The text names a parameter alone; which step's value it is decides what happens as much as the text does.
    private static string WithSources(string text, IReadOnlyDictionary<string, CaptureReference> parameters) =>
        parameters.Count == 0 ? text : $"{text}\n-- {Parameters}: {Sources(parameters)}";

    private static string Sources(IReadOnlyDictionary<string, CaptureReference> parameters) =>
        string.Join(
            ", ",
            parameters
                .OrderBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => $"{p.Key} = {p.Value.Resolved?.Value ?? p.Value.Step}.{p.Value.Column}")
        );

    private static string On(RenderedBody body) => body.Connections.Count > 0 ? $" on {string.Join(", ", body.Connections)}" : "";
}
