using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlanRunner.Runner.State;

/// <summary>The journal's JSON: snake_case, nulls and defaults left out, readable in a diff. Unknown members are ignored on reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StateEvent))]
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>Texts stay readable: only what JSON itself requires is escaped. The file is never put into HTML.</summary>
    public static StateJson Readable => readable.Value;

    // Lazy, because the generated Default is a static of another part of this class and its order is not ours.
    private static readonly Lazy<StateJson> readable = new(() => new StateJson(new JsonSerializerOptions(Default!.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));
}
