using System.Security.Cryptography;
using System.Text;

namespace PlanRunner.Steps.Model;

/// <summary>
/// A versioned hash of text with LF line endings and secrets replaced by their names, so that it is the same on every machine,
/// after a checkout with other line endings and after a rotated password.
/// </summary>
internal static class Fingerprint
{
    public const string Version = "v1";

    public static string Of(string redactedText)
    {
        var normal = WithLineFeeds(redactedText).TrimEnd('\n');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(normal));
        return $"{Version}:{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }

    /// <summary>
    /// The text as a checkout with LF has it. No other character that Unicode lets a line end with (a form feed, U+2028) becomes one: it
    /// does not end a comment, so a text with a line feed in its place is another text.
    /// </summary>
    public static string WithLineFeeds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
