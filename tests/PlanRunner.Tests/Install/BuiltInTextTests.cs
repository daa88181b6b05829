using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NJsonSchema;
using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Commands.Pages;
using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Templating;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Repository;
using Xunit;

namespace PlanRunner.Tests.Install;

/// <summary>What is built in, for people who have no checkout: schemas, pages, templates.</summary>
public sealed partial class BuiltInTextTests
{
    private const int Milliseconds = 5000;

    public static TheoryData<string> Schemas =>
        [.. EmbeddedFiles.Names.Where(name => name.StartsWith("schemas/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_schema_is_printed_as_one_document_that_refers_to_nothing_outside(string name)
    {
        using var document = JsonDocument.Parse(SchemaBundle.Of(name, EmbeddedFiles.Read));
        foreach (var reference in References(document.RootElement))
        {
            Assert.StartsWith("#/", reference, StringComparison.Ordinal);
            var at = document.RootElement;
            foreach (var part in reference[2..].Split('/'))
                Assert.True(at.TryGetProperty(part, out at), reference);
        }
    }

    [Fact]
    public async Task And_as_one_document_it_judges_as_before()
    {
        var schema = await JsonSchema.FromJsonAsync(SchemaBundle.Of("schemas/plan.schema.json", EmbeddedFiles.Read));
        Assert.True(Judges(""" "sql": { "on": "db", "text": "SELECT 1" } """));
        Assert.True(Judges(""" "wait": { "on": "db", "text": "SELECT true", "is_true": true, "every": "5s", "timeout": "1m" } """));
        Assert.False(Judges(""" "sql": { "on": "db", "text": "SELECT 1", "no_such_key": 1 } """));
        Assert.False(Judges(""" "wait": { "on": "db", "text": "SELECT true", "is_true": true, "every": "5 seconds", "timeout": "1m" } """));

        bool Judges(string step) => schema.Validate($$"""{ "plan": "a", "version": 1, "steps": [{ "id": "one", {{step}} }] }""").Count == 0;
    }

    [Fact]
    public void Each_built_in_template_says_in_its_first_line_what_it_is_for()
    {
        foreach (var name in EmbeddedFiles.Names.Where(name => name.StartsWith("templates/", StringComparison.Ordinal)))
        {
            var line = File.ReadLines(Path.Combine(RepositoryRoot.Path, name)).First(l => !l.StartsWith("#!", StringComparison.Ordinal));
            Assert.True(TemplateLine().IsMatch(line), $"{name}: {line}");
        }
    }

    /// <summary>
    /// A message, a schema or a page that says <c>planrunner docs PAGE#SECTION</c> names one that there is, and no message names a file.
    /// </summary>
    [Fact]
    public void What_a_message_points_to_is_there_where_it_is_installed()
    {
        var pages = RepositoryRoot
            .Files("docs", "*.md")
            .Where(f => EmbeddedFiles.Exists("docs/" + Path.GetFileName(f)))
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => new MarkdownPage(File.ReadAllText(f)), StringComparer.Ordinal);
        var found = 0;
        foreach (
            var file in (string[])
                [
                    .. RepositoryRoot.Files("src", "*.cs"),
                    .. RepositoryRoot.Files("schemas", "*.json"),
                    .. RepositoryRoot.Files("docs", "*.md"),
                ]
        )
        {
            foreach (Match named in PageName().Matches(File.ReadAllText(file)))
            {
                Assert.True(pages.TryGetValue(named.Groups["page"].Value, out var page), $"{file}: {named.Value}");
                Assert.True(
                    !named.Groups["section"].Success || page.Section(named.Groups["section"].Value) is not null,
                    $"{file}: {named.Value}"
                );
                found++;
            }

            foreach (
                var line in File.ReadLines(file)
                    .Where(l =>
                        !file.EndsWith(".md", StringComparison.Ordinal) && !l.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    )
            )
                Assert.False(PageFile().IsMatch(line), $"{file} names a file that an installed user does not have: {line.Trim()}");
        }

        Assert.True(found > 10, $"{found}");
    }

    /// <summary>What is published leaves out what nothing seems to use, and a template uses functions by their names.</summary>
    [Fact]
    [Trait(Tier.Trait, Tier.Full)]
    public async Task Every_function_of_the_language_is_in_what_is_installed()
    {
        string[] groups = ["array", "date", "html", "math", "object", "regex", "string", "timespan"];
        var text = string.Concat(groups.Select(group => $"{group}: {{{{ {group} | object.keys | array.sort | array.join \",\" }}}}\n"));
        var folder = Directory.CreateTempSubdirectory("planrunner-functions-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "functions.txt"), text);
            var installed = await PlanRunnerProcess.RunAsync(folder, "render", "--template", "functions.txt");
            Assert.Equal(Template.Parse(text).Template!.Render([], new TemplateOptions()).Text, installed.Output);
            Assert.Contains("slice,", installed.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait(Tier.Trait, Tier.Full)]
    public async Task A_page_or_a_section_of_it_is_printed_and_one_that_is_not_there_is_told()
    {
        var folder = RepositoryRoot.Path;
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "docs", "state.md"));
        Assert.Equal(page, (await PlanRunnerProcess.RunAsync(folder, "docs", "state")).Output);
        var section = (await PlanRunnerProcess.RunAsync(folder, "docs", "docs/state.md#renamed-steps")).Output;
        Assert.StartsWith("## Renamed steps\n", section, StringComparison.Ordinal);
        Assert.Single(section.Split('\n'), line => line.StartsWith("## ", StringComparison.Ordinal));

        Assert.Equal((3, Told("PR3990", "page", "sate", "state")), await ToldAsync("docs", "sate"));
        Assert.Equal(
            (3, Told("PR3991", "built-in template", "preflight/servr.sql", "preflight/server.sql")),
            await ToldAsync("templates", "show", "preflight/servr.sql")
        );
        Assert.Equal((3, Told("PR3906", "schema", "plam", "plan")), await ToldAsync("schema", "plam"));
        var (code, unknown) = await ToldAsync("docs", "state#nowhere");
        Assert.Equal(3, code);
        Assert.Contains("renamed-steps", unknown, StringComparison.Ordinal);
    }

    /// <summary>Pages in git link to what lies in git; where they are printed, nothing but the built-in is there.</summary>
    [Fact]
    public void A_link_of_a_built_in_page_leads_to_one_or_is_shown_as_a_path_or_a_command()
    {
        var (kept, rewritten) = (0, 0);
        foreach (var name in EmbeddedFiles.Names.Where(name => name.StartsWith("docs/", StringComparison.Ordinal)))
        {
            var written = Encoding.UTF8.GetString(EmbeddedFiles.Read(name)!);
            var printed = BuiltInLinks.Followable(written);
            foreach (
                Match link in BuiltInLinks.Link().Matches(printed).Where(link => !link.Value.Contains("://", StringComparison.Ordinal))
            )
            {
                var target = link.Groups["target"].Value is { Length: > 0 } other ? BuiltInLinks.Target(other) : name;
                Assert.True(EmbeddedFiles.Exists(target) && target.StartsWith("docs/", StringComparison.Ordinal), $"{name}: {link.Value}");
                var page = new MarkdownPage(Encoding.UTF8.GetString(EmbeddedFiles.Read(target)!));
                Assert.True(
                    !link.Groups["section"].Success || page.Section(link.Groups["section"].Value) is not null,
                    $"{name}: {link.Value}"
                );
                kept++;
            }

            foreach (
                Match link in BuiltInLinks.Link().Matches(written).Where(link => !printed.Contains(link.Value, StringComparison.Ordinal))
            )
            {
                var path = BuiltInLinks.Target(link.Groups["target"].Value);
                Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Path, path)), $"{name}: {link.Value}");
                Assert.True(
                    printed.Contains($"`{path}`", StringComparison.Ordinal) || path.StartsWith("schemas/", StringComparison.Ordinal),
                    $"{name}: {link.Value}"
                );
                rewritten++;
            }
        }

        Assert.True(kept > 20 && rewritten >= 5, $"{kept}, {rewritten}");
    }

    [Theory]
    [InlineData("see [0012](decisions/0012-x.md), and", "see 0012 (`docs/decisions/0012-x.md` in the repository), and")]
    [InlineData("[plans/examples/ci](../plans/examples/ci) has", "`plans/examples/ci` (in the repository) has")]
    [InlineData("[its schema](../schemas/dry-run.schema.json).", "its schema (`planrunner schema dry-run`).")]
    [InlineData(
        "[state.md](state.md#renamed-steps), [below](#rows), [X](https://example.com/a.md)",
        "[state.md](state.md#renamed-steps), [below](#rows), [X](https://example.com/a.md)"
    )]
    public void A_link_is_rewritten_only_where_it_cannot_be_followed(string written, string printed) =>
        Assert.Equal(printed, BuiltInLinks.Followable(written));

    private static string Told(string id, string kind, string typed, string meant) =>
        $"error {id}: there is no {kind} \"{typed}\"\n  help: did you mean \"{meant}\"?\n";

    private static async Task<(int Code, string Told)> ToldAsync(params string[] arguments)
    {
        var result = await PlanRunnerProcess.RunAsync(RepositoryRoot.Path, arguments);
        return (result.ExitCode, result.Error);
    }

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p =>
                    p is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [p.Value.GetString()!] : References(p.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };

    [GeneratedRegex(
        "planrunner docs (?<page>[a-z][a-z-]*)(#(?<section>[a-z0-9-]+))?",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Milliseconds
    )]
    private static partial Regex PageName();

    [GeneratedRegex(@"docs/[a-z-]+\.md", RegexOptions.CultureInvariant, Milliseconds)]
    private static partial Regex PageFile();

    [GeneratedRegex("^(?:--|#) [A-Z][^.?]{10,}", RegexOptions.CultureInvariant, Milliseconds)]
    private static partial Regex TemplateLine();
}
