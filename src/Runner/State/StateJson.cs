using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PlanRunner.Runner.State;

/// <summary>The journal's JSON: snake_case, nulls and defaults left out, readable in a diff. Unknown members are ignored on reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(StateEvent))]
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>Texts stay readable: only what JSON itself requires is escaped. The file is never put into HTML.</summary>
    public static StateJson Readable => readable.Value;

    /// <summary>An event as it is read: its required members must be present.</summary>
    public static JsonTypeInfo<StateEvent> CompleteEvent => completeEvent.Value;

    // Lazy, because the generated Default is a static of another part of this class and its order is not ours.
    private static readonly Lazy<StateJson> readable = new(() =>
        new StateJson(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
    );

    private static readonly Lazy<JsonTypeInfo<StateEvent>> completeEvent = new(() =>
    {
        var options = new JsonSerializerOptions(Default!.Options) { TypeInfoResolver = Default.WithAddedModifier(RequireTexts) };
        return (JsonTypeInfo<StateEvent>)options.GetTypeInfo(typeof(StateEvent));
    });

    // Numbers and flags are left out where they are zero or false; a required text, list or object never is.
    private static void RequireTexts(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: false, ParameterType.IsValueType: false })
                property.IsRequired = true;
        }
    }
}
