using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlanRunner.Source;

namespace PlanRunner.Runner.Reviewing;

/// <summary>
/// What a rehearsal measured, as <c>rehearse --evidence</c> writes it and <c>dry-run --evidence</c> reads it. Its schema is
/// schemas/evidence.schema.json.
/// </summary>
internal sealed record Evidence
{
    private const int KnownFormat = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private Dictionary<string, StepEvidence>? byPath;

    public int Format { get; init; } = KnownFormat;

    public required string Plan { get; init; }

    public required string Environment { get; init; }

    /// <summary>When it was measured.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By connection: the version of Postgres.</summary>
    public required IReadOnlyDictionary<string, string> Servers { get; init; }

    public required IReadOnlyList<StepEvidence> Steps { get; init; }

    public StepEvidence? Find(string path) =>
        (byPath ??= Steps.ToDictionary(step => step.Path, StringComparer.Ordinal)).GetValueOrDefault(path);

    private bool IsSensible =>
        Steps.All(step => step is not null)
        && Steps.Select(step => step.Path).Distinct(StringComparer.Ordinal).Count() == Steps.Count
        && Steps.All(step =>
            IsTime(step.Milliseconds)
            && step.Locks.All(l => l is not null && IsTime(l.Milliseconds))
            && step.NewFiles.All(f => f is not null)
            && step.Rows.All(r => r is { Inserted: >= 0, Updated: >= 0, Deleted: >= 0 })
            && step is { WalBytes: null or >= 0, ServerWalBytes: null or >= 0 }
        );

    // A year is more than a rehearsal takes.
    private static bool IsTime(double milliseconds) => milliseconds is >= 0 and < 365.0 * 24 * 3600 * 1000;

    public string Write() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Null with a diagnostic where the file is none of ours, or of another plan.</summary>
    public static Evidence? Read(string path, string plan, Diagnostics diagnostics)
    {
        if (SourceReader.Read(path, path, diagnostics) is not { } source)
            return null;
        try
        {
            using var json = JsonDocument.Parse(source.Text);
            if (json.RootElement.GetProperty("format").GetInt32() is var format and not KnownFormat)
                return Refuse($"\"{path}\" has format {format}, and this planrunner reads {KnownFormat}");
            var evidence = json.Deserialize<Evidence>(Options)!;
            if (!evidence.IsSensible)
                return Refuse($"\"{path}\" contains what no rehearsal measures: a duplicate step, or a negative or infinite number");
            return evidence.Plan == plan ? evidence : Refuse($"\"{path}\" is of plan \"{evidence.Plan}\", not of \"{plan}\"");
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Refuse($"\"{path}\" is not what rehearse --evidence writes");
        }

        Evidence? Refuse(string message)
        {
            diagnostics.Error("PR5064", message, null, "measure it again: planrunner rehearse PLAN --evidence FILE");
            return null;
        }
    }
}
