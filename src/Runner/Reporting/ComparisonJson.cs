using System.Text.Json;
using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Runner.Reviewing;

namespace PlanRunner.Runner.Reporting;

/// <summary>A comparison for programs. Its schema is schemas/compare.schema.json; it holds no secret.</summary>
internal static class ComparisonJson
{
    /// <summary>Grows only with a change that a reader of the one before would misread.</summary>
    public const int Format = 1;

    public static string Of(Comparison comparison) =>
        JsonText.Of(
            Format,
            json =>
            {
                json.WriteString("plan", comparison.Plan);
                json.WriteString("file", comparison.Place.Source.Path);
                json.WriteString("summary", new ComparisonWords(comparison).Summary);
                json.WriteBoolean("differs", comparison.Differs);
                json.WriteStartObject("counts");
                foreach (var mark in Enum.GetValues<ComparisonMark>())
                    json.WriteNumber(ComparisonWords.Name(mark), comparison.Count(mark));
                json.WriteEndObject();
                WriteEnvironment(json, "first", comparison.First);
                WriteEnvironment(json, "second", comparison.Second);
                json.WriteArray("facts", comparison.Facts, fact => WriteValue(json, fact));
                json.WriteArray("variables", comparison.Variables, variable => WriteReached(json, variable));
                json.WriteArray("settings", comparison.Settings, setting => WriteReached(json, setting));
                json.WriteStrings("secrets", comparison.Secrets);
                json.WriteArray(
                    "items",
                    comparison.Items,
                    items =>
                    {
                        json.WriteString("path", items.Path.Value);
                        json.WritePlace(items.Place);
                        json.WriteStrings("only_first", items.OnlyFirst);
                        json.WriteStrings("only_second", items.OnlySecond);
                        json.WriteBoolean("other_order", items.OtherOrder);
                        json.WriteStrings("uses", items.Names);
                    }
                );
                json.WriteArray("steps", comparison.Steps, step => WriteStep(json, step));
            }
        );

    private static void WriteEnvironment(Utf8JsonWriter json, string name, ComparedEnvironment environment)
    {
        json.WriteStartObject(name);
        json.WriteString("environment", environment.Name);
        json.WriteBoolean("protected", environment.Protected);
        json.WriteRun(environment.LastRun);
        json.WriteBoolean("running", environment.Running);
        json.WriteStrings("behind", environment.Behind);
        json.WriteArray(
            "troubles",
            environment.Troubles,
            trouble =>
            {
                json.WriteString("path", trouble.Path);
                json.WriteString("status", trouble.Status);
                json.WriteString("sentence", trouble.Sentence);
            }
        );
        json.WriteRemoved(environment.Removed);
        json.WriteEndObject();
    }

    private static void WriteReached(Utf8JsonWriter json, ComparedValue value)
    {
        WriteValue(json, value);
        json.WriteStrings("steps", value.Steps);
    }

    private static void WriteValue(Utf8JsonWriter json, ComparedValue value)
    {
        json.WriteString("name", value.Name);
        json.WriteString("first", value.First);
        json.WriteString("second", value.Second);
    }

    private static void WriteStep(Utf8JsonWriter json, ComparedStep step)
    {
        json.WriteString("path", step.Path.Value);
        json.WriteString("title", step.Title);
        json.WriteString("mark", ComparisonWords.Name(step.Mark));
        json.WriteText("reason", step.Reason);
        json.WritePlace(step.Place);
        json.WriteStrings("uses", step.Because);
        if (step.Kind is { } kind)
        {
            json.WriteString("kind", kind);
            json.WriteStrings("connections", step.Connections);
            json.WriteText("first", step.First);
            json.WriteText("second", step.Second);
            json.WriteString("text", step.Text);
        }

        json.WriteArray(
            "texts",
            step.Texts,
            text =>
            {
                json.WriteString("name", text.Name);
                json.WriteString("first", text.First);
                json.WriteString("second", text.Second);
                json.WriteDiff(text.Diff);
            }
        );
    }
}
