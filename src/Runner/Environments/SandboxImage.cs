using System.Globalization;
using System.Text.RegularExpressions;

namespace PlanRunner.Runner.Environments;

/// <summary>The names of container images of Postgres.</summary>
internal static partial class SandboxImage
{
    /// <summary>The newest major of the official image, the default.</summary>
    public const int NewestMajor = 18;

    /// <summary>The official image.</summary>
    public static string Official(int? major) => $"postgres:{major ?? NewestMajor}";

    /// <summary>[REGISTRY/][FOLDER/]NAME[:TAG][@DIGEST], as Docker reads it.</summary>
    public static bool IsName(string text) => text.Length <= 255 && NamePattern().IsMatch(text);

    /// <summary>The major of a tag such as 18, 18.4 or 18-alpine; null where it has none. The server itself is asked once it runs.</summary>
    public static int? Major(string? image) =>
        image is not null
        && TagPattern().Match(image) is { Success: true } match
        && int.TryParse(match.Groups["major"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : null;

    [GeneratedRegex(
        @"^(?:[A-Za-z0-9.-]+(?::\d+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NamePattern();

    [GeneratedRegex(
        @":(?:pg)?(?<major>[1-9][0-9])(?:$|[.@-])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TagPattern();
}
