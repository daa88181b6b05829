using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reporting;

/// <summary>Results for programs: one JSON object, indented, with <c>format</c> as its first member.</summary>
internal static class JsonText
{
    // Quotes and letters of other languages stay legible; nothing of it goes into a page unescaped.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(int format, Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", format);
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void WriteDiagnostics(this Utf8JsonWriter json, IEnumerable<Diagnostic> diagnostics)
    {
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            json.WriteString("id", diagnostic.Id);
            json.WriteString("message", diagnostic.Message);
            if (diagnostic.Place is { } place)
            {
                json.WriteString("file", place.Source.Path);
                json.WriteNumber("line", place.Line);
                json.WriteNumber("column", place.Column);
                json.WriteNumber("length", place.Length);
            }

            if (diagnostic.Detail is { } detail)
                json.WriteString("detail", detail);
            if (diagnostic.Help is { } help)
                json.WriteString("help", help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WritePlace(this Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject("place");
        json.WriteString("file", place.Source.Path);
        json.WriteNumber("line", place.Line);
        json.WriteNumber("column", place.Column);
        json.WriteEndObject();
    }

    /// <summary>Left out where there was none.</summary>
    public static void WriteRun(this Utf8JsonWriter json, ReviewRun? last)
    {
        if (last is not { } run)
            return;
        json.WriteStartObject("last_run");
        json.WriteString("run", run.Run);
        json.WriteString("at", run.At);
        json.WriteString("by", $"{run.By}@{run.Host}");
        json.WriteEndObject();
    }

    public static void WriteRemoved(this Utf8JsonWriter json, IReadOnlyList<ReviewRemoved> steps) =>
        json.WriteArray(
            "removed",
            steps,
            removed =>
            {
                json.WriteString("path", removed.Path);
                if (removed.RanAt is { } at)
                    json.WriteString("ran_at", at);
            }
        );

    public static void WriteDiff(this Utf8JsonWriter json, TextDiff diff)
    {
        json.WriteStartObject("diff");
        json.WriteBoolean("white_space_only", diff.WhiteSpaceOnly);
        json.WriteArray(
            "lines",
            diff.Lines,
            line =>
            {
                json.WriteString("side", JsonNamingPolicy.SnakeCaseLower.ConvertName(line.Side.ToString()));
                if (line.Before is { } old)
                    json.WriteNumber("before", old);
                if (line.Now is { } now)
                    json.WriteNumber("now", now);
                json.WriteArray(
                    "pieces",
                    line.Pieces,
                    piece =>
                    {
                        json.WriteString("text", piece.Text);
                        if (piece.Changed)
                            json.WriteBoolean("changed", true);
                    }
                );
            }
        );
        json.WriteEndObject();
    }

    /// <summary>A member that is left out where there is no text.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A member with an object for each item.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
