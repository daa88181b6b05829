using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Execution;
using PlanRunner.Source;
using PlanRunner.Source.Messages;
using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>
/// Each id of a message stands in the register once, for one thing that is told somewhere. docs/errors.md is written from it, with
/// PLANRUNNER_ACCEPT_SNAPSHOTS=1 anew.
/// </summary>
public sealed partial class MessageRegisterTests
{
    [Fact]
    public void Every_id_in_the_sources_is_registered_and_every_registered_id_is_told()
    {
        var used = Matches(Id()).Select(match => match.Value).Distinct();
        Assert.Equal(MessageRegister.All.Select(message => message.Id).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_id_that_a_document_or_a_test_of_what_is_told_names_is_registered()
    {
        var named = RepositoryRoot
            .Files("docs", "*.md")
            .Concat(RepositoryRoot.Files("plans", "*.md"))
            .Concat(RepositoryRoot.Files("tests/PlanRunner.Tests", "*.verified.*"))
            .Append(Path.Combine(RepositoryRoot.Path, "README.md"))
            .Append(Path.Combine(RepositoryRoot.Path, "CHANGELOG.md"))
            .SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(match => (File: file, Id: match.Value)))
            .Where(named => !named.File.Contains("DiagnosticPrinterTests", StringComparison.Ordinal))
            .ToList();
        Assert.True(named.Count > 100, $"{named.Count}");
        Assert.All(named, one => Assert.True(MessageRegister.Find(one.Id) is not null, $"{one.File}: {one.Id}"));
    }

    [Fact]
    public void An_id_stands_once_and_so_does_a_title()
    {
        Assert.Empty(Twice(message => message.Id));
        Assert.Empty(Twice(message => message.Title));
        Assert.All(
            MessageRegister.Families,
            family => Assert.Equal(family.Messages.OrderBy(message => message.Id, StringComparer.Ordinal), family.Messages)
        );

        static IEnumerable<string> Twice(Func<RegisteredMessage, string> of) =>
            MessageRegister.All.GroupBy(of, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key);
    }

    [Fact]
    public void A_text_of_the_register_can_be_read_by_itself()
    {
        foreach (var message in MessageRegister.All)
        {
            Assert.True(message.Title.Length is > 8 and <= 80, $"{message.Id}: {message.Title}");
            Assert.False(message.Title.EndsWith('.'), $"{message.Id}: {message.Title}");
            foreach (var sentence in (string[])[message.Meaning, message.Remedy])
            {
                Assert.True(sentence.Length > 10 && sentence[^1] == '.', $"{message.Id}: {sentence}");
                Assert.DoesNotContain('\n', sentence);
                Assert.DoesNotContain('`', sentence);
                Assert.DoesNotContain("  ", sentence, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>What is only ever told as a warning or a note says so, and ends no command.</summary>
    [Fact]
    public void The_severity_is_that_of_the_sources()
    {
        var warned = Told(Warned());
        var failed = Told(Failed());
        Assert.True(warned.Count > 6 && failed.Count > 150, $"{warned.Count}, {failed.Count}");
        Assert.All(
            MessageRegister.All,
            message =>
            {
                if (failed.Contains(message.Id))
                    Assert.True(message.Severity == Severity.Error, message.Id);
                else if (warned.Contains(message.Id))
                    Assert.True(message.Severity != Severity.Error, message.Id);
                Assert.True(message.Severity == Severity.Error || message.ExitCode is null, message.Id);
            }
        );
    }

    /// <summary>Where a command gives an exit code together with an id, in one value, it is the register's.</summary>
    [Fact]
    public void An_exit_code_is_that_of_the_sources() =>
        Assert.All(
            Matches(Ended()),
            match =>
            {
                var code = (int)typeof(ExitCodes).GetField(match.Groups["code"].Value)!.GetValue(null)!;
                Assert.Equal(MessageRegister.Find(match.Groups["id"].Value)!.ExitCode ?? code, code);
            }
        );

    [Fact]
    public void The_page_is_written_from_the_register()
    {
        const string Head = "| id | what happened | what it means | what to do | exit code |\n| --- | --- | --- | --- | --- |\n";
        var page = new StringBuilder();
        foreach (var family in MessageRegister.Families)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {family.Title}\n\n{Head}");
            foreach (var message in family.Messages)
            {
                page.AppendJoin(" | ", $"| `{message.Id}`", Cell(message.Title), Cell(message.Meaning), Cell(message.Remedy), End(message));
                page.Append(" |\n");
            }
        }

        PageTable.IsTrue("errors.md", "messages", page.Append('\n').ToString());
    }

    private static HashSet<string> Told(Regex pattern) =>
        Matches(pattern).Select(match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Match> Matches(Regex pattern) => Sources().SelectMany(text => pattern.Matches(text));

    private static string End(RegisteredMessage message) =>
        message.Severity == Severity.Error
            ? message.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? ""
            : message.Severity.ToString().ToLowerInvariant();

    private static string Cell(string text) => Markup().Replace(text, @"\$0");

    // The register itself names all of them.
    private static IEnumerable<string> Sources() =>
        RepositoryRoot
            .Files("src", "*.cs")
            .Where(file => !file.Replace('\\', '/').Contains("/Source/Messages/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    [GeneratedRegex(@"\bPR\d{4}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex(
        """(Warning\(\s*"|warning |told\.Add\(\(")(?<id>PR\d{4})|new Diagnostic\(\s*"(?<id>PR\d{4})",\s*Severity\.(Warning|Note)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Warned();

    [GeneratedRegex(
        """(Error\(\s*"|Refuse\("|Failed\("|Wrong\("|(Refusal\.(At|Of)|Not)\([^"]*"|ExitCodes\.\w+,\s*")(?<id>PR\d{4})""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Failed();

    [GeneratedRegex("""ExitCodes\.(?<code>\w+),\s*"(?<id>PR\d{4})""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ended();

    [GeneratedRegex(@"[|*<\\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();
}
