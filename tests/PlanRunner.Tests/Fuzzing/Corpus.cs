using System.Text.RegularExpressions;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Tests.Repository;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>The texts that fuzzing begins with: what the repository has of each kind.</summary>
internal static partial class Corpus
{
    private static readonly string[] PlanFolders =
    [
        .. RepositoryRoot
            .Files("tests/PlanRunner.Tests/Plans/Cases", "plan.yaml")
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetDirectoryName(path)!),
        Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/kill"),
        Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests/EndToEnd/screens"),
        Path.Combine(RepositoryRoot.Path, "plans/examples/expand-contract"),
        Path.Combine(RepositoryRoot.Path, "plans/examples/aurora-to-planetscale"),
        Path.Combine(RepositoryRoot.Path, "plans/examples/abort"),
    ];

    /// <summary>The plans, each with its folder and one environment that is beside it (null where there is none).</summary>
    public static IReadOnlyList<(string Folder, string Text, string? Environment)> Plans { get; } =
    [.. PlanFolders.Select(folder => (folder, File.ReadAllText(Path.Combine(folder, "plan.yaml")), Environments(folder).FirstOrDefault()))];

    public static IReadOnlyList<string> Sql { get; } =
    [
        .. RepositoryRoot
            .Files("templates", "*.sql")
            .Concat(RepositoryRoot.Files("plans", "*.sql"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText),
        .. Literals("Postgres/StatementSplitterTests.cs"),
        .. Literals("Postgres/StatementClassifierTests.cs"),
    ];

    public static IReadOnlyList<string> Templates { get; } =
    [
        .. RepositoryRoot.Files("templates", "*").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        .. RepositoryRoot
            .Files("tests/PlanRunner.Tests/Templating/Cases", "*.txt")
            .Where(path => !path.EndsWith(".out.txt", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(path => File.ReadAllText(path).Split("\n\n"))
            .Where(text => text.Contains("{{", StringComparison.Ordinal)),
        .. Literals("Templating/LimitTests.cs"),
        .. Literals("Templating/ErrorTests.cs"),
    ];

    /// <summary>The snippets that the documents show.</summary>
    public static IReadOnlyList<string> Snippets { get; } =
    [
        .. RepositoryRoot
            .Files("docs", "*.md")
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Fence().Matches(File.ReadAllText(path)).Select(match => match.Groups["text"].Value)),
    ];

    /// <summary>The words of the schemas: every key and every choice.</summary>
    public static IReadOnlyList<string> SchemaWords { get; } =
    [
        .. RepositoryRoot
            .Files("schemas", "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(path => SchemaWord().Matches(File.ReadAllText(path)).Select(match => match.Groups["text"].Value))
            .Distinct(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Environments(string folder)
    {
        var environments = Path.Combine(folder, "environments");
        return Directory.Exists(environments) ? [.. Directory.EnumerateFiles(environments, "*.yaml").Order(StringComparer.Ordinal)] : [];
    }

    // What the cases of a test are made of is what its author found worth trying.
    private static IEnumerable<string> Literals(string test) =>
        Literal()
            .Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/PlanRunner.Tests", test)))
            .Select(match => Regex.Unescape(match.Groups["text"].Value))
            .Where(text => text.Length > 5);

    [GeneratedRegex("```[a-z]*\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fence();

    [GeneratedRegex("\"(?<text>[a-z_]{2,})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SchemaWord();

    // A string without an escape that is C#'s own.
    [GeneratedRegex("InlineData\\(\"(?<text>([^\"\\\\]|\\\\[nrt\"])*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Literal();
}
