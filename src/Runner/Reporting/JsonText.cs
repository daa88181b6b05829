using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Reporting;

/// <summary>Results for programs: one JSON object, indented, with <c>format</c> as its first member.</summary>
public static class JsonText
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
}
