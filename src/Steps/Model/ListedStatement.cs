using System.Text.Json.Serialization;

namespace PlanRunner.Steps.Model;

/// <summary>One statement that a generate found: its key, its text, and the fingerprint of that text.</summary>
internal sealed record ListedStatement(string Key, string Text, string Fingerprint)
{
    /// <summary>
    /// Whether its text names a secret in the place of its value. Null in files of versions that did not say so, and where no words of the
    /// text could be taken for that.
    /// </summary>
    public bool? Secret { get; init; }

    /// <summary>The text alone is not what was listed.</summary>
    [JsonIgnore]
    public bool HoldsSecret => Secret ?? LooksHidden(Text);

    /// <summary>With a text as people see it.</summary>
    public static ListedStatement Of(string key, string text, string shown) =>
        new(key, shown, Model.Fingerprint.Of(shown))
        {
            Secret =
                text != shown ? true
                : LooksHidden(text) ? false
                : null,
        };

    private static bool LooksHidden(string text) => text.Contains("(secret ", StringComparison.Ordinal);
}
