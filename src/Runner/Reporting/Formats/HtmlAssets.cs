using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>What a page is made from: its templates, its style sheet and its script, which are inside the program.</summary>
internal static class HtmlAssets
{
    private static readonly ConcurrentDictionary<string, string> Read = new(StringComparer.Ordinal);

    public static string Text(string name) =>
        Read.GetOrAdd(
            name,
            static asked =>
            {
                using var stream =
                    typeof(HtmlAssets).Assembly.GetManifestResourceStream("page/" + asked)
                    ?? throw new InvalidOperationException($"the page's {asked} was not built in");
                using var reader = new StreamReader(stream, Encoding.UTF8);
                // The browser hashes what it parsed, with its line breaks made \n.
                return reader.ReadToEnd().ReplaceLineEndings("\n");
            }
        );

    /// <summary>As a security policy names it.</summary>
    public static string Hash(string name) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text(name))));
}
