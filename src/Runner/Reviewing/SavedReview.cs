using System.Text.Json;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reviewing;

/// <summary>What <c>dry-run --out</c> saved and somebody approved, as far as a later run is compared with it.</summary>
internal sealed record SavedReview(
    string Plan,
    string Environment,
    string Fingerprint,
    IReadOnlyDictionary<string, string> Connections,
    IReadOnlyList<SavedStep> Steps,
    IReadOnlyDictionary<string, SavedTerms> Terms
)
{
    private const int KnownFormat = 1;

    /// <summary>Of an undo.</summary>
    public bool TakesBack { get; init; }

    /// <summary>Null with a diagnostic where the file is none of ours.</summary>
    public static SavedReview? Read(string path, Diagnostics diagnostics)
    {
        if (SourceReader.Read(path, path, diagnostics) is not { } source)
            return null;
        try
        {
            using var json = JsonDocument.Parse(source.Text);
            var root = json.RootElement;
            if (root.GetProperty("format").GetInt32() is var format and not KnownFormat)
            {
                diagnostics.Error(
                    "PR5061",
                    $"\"{path}\" has format {format}, and this planrunner reads {KnownFormat}",
                    null,
                    "save it again: planrunner dry-run PLAN --env E --out FILE"
                );
                return null;
            }

            return new SavedReview(
                Text(root, "plan"),
                Text(root, "environment"),
                Text(root, "fingerprint"),
                root.GetProperty("connections")
                    .EnumerateArray()
                    .ToDictionary(
                        c => Text(c, "name"),
                        c => $"{Text(c, "username")}@{Text(c, "host")}:{c.GetProperty("port").GetInt32()}/{Text(c, "database")}",
                        StringComparer.Ordinal
                    ),
                [.. Leaves(root.GetProperty("steps"))],
                All(root.GetProperty("steps")).ToDictionary(step => Text(step, "path"), TermsOf, StringComparer.Ordinal)
            )
            {
                TakesBack = root.TryGetProperty("takes_back", out var back) && back.GetBoolean(),
            };
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            diagnostics.Error(
                "PR5061",
                $"\"{path}\" is not what dry-run --out saves",
                null,
                "save it again: planrunner dry-run PLAN --env E --out FILE"
            );
            return null;
        }
    }

    private static IEnumerable<JsonElement> All(JsonElement steps) =>
        steps.EnumerateArray().SelectMany(step => step.TryGetProperty("steps", out var inner) ? All(inner).Prepend(step) : [step]);

    private static SavedTerms TermsOf(JsonElement step) =>
        new(
            Text(step, "terms_fingerprint"),
            step.GetProperty("terms")
                .EnumerateArray()
                .ToDictionary(term => Text(term, "name"), term => Text(term, "text"), StringComparer.Ordinal)
        );

    private static IEnumerable<SavedStep> Leaves(JsonElement steps) =>
        steps
            .EnumerateArray()
            .SelectMany(step =>
                step.TryGetProperty("steps", out var inner)
                    ? Leaves(inner)
                    :
                    [
                        new SavedStep(
                            Text(step, "path"),
                            Text(step, "action"),
                            Text(step, "kind"),
                            Text(step, "fingerprint"),
                            Text(step, "text"),
                            Statements(step)
                        ),
                    ]
            );

    private static IReadOnlyDictionary<string, string>? Statements(JsonElement step) =>
        step.TryGetProperty("statements", out var statements)
            ? statements.EnumerateArray().ToDictionary(s => Text(s, "key"), s => Text(s, "text"), StringComparer.Ordinal)
            : null;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new JsonException();
}

/// <summary>On which terms a step or a group was to run.</summary>
internal sealed record SavedTerms(string Fingerprint, IReadOnlyDictionary<string, string> Named);

/// <summary>A step of a saved review; its statements by their keys where it is a generate that was looked at.</summary>
internal sealed record SavedStep(
    string Path,
    string Action,
    string Kind,
    string Fingerprint,
    string Text,
    IReadOnlyDictionary<string, string>? Statements
)
{
    /// <summary>It was to run, so its text is part of what was approved.</summary>
    public bool ToRun => Action is not ("none" or "skip" or "ask_again");
}
