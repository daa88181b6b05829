using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>
/// Results for programs: one JSON object, indented, with <c>format</c> as its first member, the others in the order in which their
/// records have them. What is null is left out, unless its record says that it never is.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(ReviewJson))]
[JsonSerializable(typeof(ComparisonJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(PrintedJson))]
[JsonSerializable(typeof(RenderedJson))]
[JsonSerializable(typeof(MessagesJson))]
[JsonSerializable(typeof(TemplateJson))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    // Quotes and letters of other languages stay legible; nothing of it goes into a page unescaped.
    private static readonly Lazy<ResultJson> Readable = new(() =>
        new ResultJson(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
    );

    public static string Of<T>(T result) => JsonSerializer.Serialize(result, (JsonTypeInfo<T>)Readable.Value.GetTypeInfo(typeof(T))!);

    /// <summary>A name of ours as programs know it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Null, which is left out, where there is no text.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
