using System.Security.Cryptography;
using System.Text;

namespace PlanRunner.Steps;

/// <summary>
/// A versioned hash of text with LF line endings and secrets replaced by their names, so that it is the same on every machine,
/// after a checkout with other line endings and after a rotated password.
/// </summary>
public static class Fingerprint
{
    public const string Version = "v1";

    public static string Of(string redactedText)
    {
        var normal = redactedText.ReplaceLineEndings("\n").TrimEnd('\n');
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(normal));
        return $"{Version}:{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }
}
