using System.Text;
using System.Text.Json;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Postgres.Markers;

/// <summary>A row of <c>planrunner.marker</c>: this step, or this statement of a generate, was committed with it.</summary>
internal sealed record MarkerRow(
    string Connection,
    StepPath Step,
    string Item,
    string Lineage,
    string Run,
    string Fingerprint,
    string? Xid,
    string DoneAt
)
{
    public IReadOnlyDictionary<string, CapturedValue> Captured { get; init; } = new Dictionary<string, CapturedValue>();

    /// <summary>Else it says that markers were moved to other ids, once: then its item is that move's id.</summary>
    public bool IsStep => !Step.IsRoot;

    /// <summary>The same rows as they are after these moves, without those that were already made.</summary>
    public static IReadOnlyList<MarkerRow> Moved(IReadOnlyList<MarkerRow> rows, IReadOnlyList<MarkerMoves> moves)
    {
        foreach (var move in moves)
        {
            var made = rows.Where(row => !row.IsStep && row.Item == move.Id)
                .Select(row => row.Connection)
                .ToHashSet(StringComparer.Ordinal);
            var names = move.Names.ToDictionary(name => name.From, name => name.To, StringComparer.Ordinal);
            rows =
            [
                .. rows.Select(row =>
                    !made.Contains(row.Connection) && names.TryGetValue(row.Step.Value, out var to)
                        ? row with
                        {
                            Step = new StepPath(to),
                        }
                        : row
                ),
            ];
        }

        return rows;
    }

    internal static string Write(IReadOnlyDictionary<string, CapturedValue> captured)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in captured)
            {
                json.WriteStartObject(name);
                json.WriteString("type", value.Type);
                json.WriteString("text", value.Text);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static IReadOnlyDictionary<string, CapturedValue> Read(string captured)
    {
        using var json = JsonDocument.Parse(captured);
        return json
            .RootElement.EnumerateObject()
            .ToDictionary(
                p => p.Name,
                p => new CapturedValue(p.Value.GetProperty("type").GetString()!, p.Value.GetProperty("text").GetString()!),
                StringComparer.Ordinal
            );
    }
}
