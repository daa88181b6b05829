using System.Text;
using PlanRunner.Source;
using PlanRunner.Steps.Processes;
using PlanRunner.Tests.EndToEnd;
using Xunit;
using Xunit.Abstractions;

namespace PlanRunner.Tests.Quoting;

/// <summary>
/// Whatever the template of a script is and whatever its values are: it is refused, or a real shell calls the commands that it calls
/// with harmless words, as many words each, and the values arrive to the letter. A longer run:
/// <c>./test --soak 1h --inputs 1000000 --filter ShellContextTests</c>.
/// </summary>
[Trait(SoakSeries.Trait, SoakSeries.Name)]
public sealed class ShellContextTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_script_has_the_same_shape_whatever_its_values_are()
    {
        using var series = new SoakSeries("scripts with hostile values", 0.02);
        List<ShellWitness> shells = [new(ProgramPath.Find("sh")!)];
        if (ProgramPath.Find("bash") is { } bash)
            shells.Add(new ShellWitness(bash, "--posix"));
        var tally = new ContextTally();
        try
        {
            for (var seed = Soak.Seed; tally.WantsMore(usual: 2_500, series); seed++)
            {
                if (await TryAsync(seed, shells, tally) is not { } found)
                    continue;
                series.Failed(seed);
                Assert.Fail($"{found}\n{SoakSeries.Replay(seed, nameof(ShellContextTests))}");
            }
        }
        finally
        {
            shells.ForEach(shell => shell.Dispose());
        }

        output.WriteLine($"{string.Join(" and ", shells.Select(shell => shell.Shell))}: {tally}");
        series.Count(new SoakCounts(Inputs: tally.Cases));
        tally.AssertTelling(accepted: 0.3, changed: 0.25);
    }

    [Fact]
    public async Task What_a_shell_evaluates_in_spite_of_its_quotes_is_refused()
    {
        var cases = ShellTemplates
            .Evaluating.Select(at => (at.Template, Values: HostileValues.With(at.Value), Case: ShellTemplates.CaseOf(at.Template)))
            .ToList();
        var ids = cases.Select(at =>
            string.Join(' ', at.Case.Render(at.Values, TextContext.Shell).Told.Select(d => d.Id).Prepend(at.Template))
        );
        Assert.DoesNotContain(
            ids,
            told => !told.EndsWith(" PR4312", StringComparison.Ordinal) && !told.EndsWith(" PR4311", StringComparison.Ordinal)
        );
        if (ProgramPath.Find("bash") is not { } path)
            return;
        using var bash = new ShellWitness(path, "--posix");
        var said = await bash.RunAsync([.. cases.Select(at => at.Case.Unchecked(at.Values)!)]);
        Assert.Equal(
            [],
            cases
                .Zip(said)
                .Where(pair => !pair.Second.Contains("CANARY", StringComparison.Ordinal))
                .Select(pair => $"{pair.First.Template} said {pair.Second}")
        );
    }

    // One seed: some templates, each with some values.
    private static async Task<string?> TryAsync(int seed, List<ShellWitness> shells, ContextTally tally)
    {
        var random = new Random(seed);
        var templates = new ShellTemplates(random);
        var accepted = new List<(TemplateCase Template, HostileValues Values, string Harmless, string Hostile)>();
        var refused = new List<(TemplateCase Template, HostileValues Values, string Harmless, string Hostile)>();
        for (var i = 0; i < 40; i++)
        {
            var template = templates.Next();
            for (var j = 0; j < 5; j++)
            {
                var values = HostileValues.Of(random);
                var (text, told) = template.Render(values, TextContext.Shell);
                tally.Count(told);
                var harmless = template.Unchecked(HostileValues.Harmless);
                if (text is not null)
                    accepted.Add((template, values, harmless!, text));
                else if (harmless is not null && j < 2 && template.Unchecked(values) is { } would && IsText(would))
                    refused.Add((template, values, harmless, would));
            }
        }

        var scripts = accepted.Concat(refused).SelectMany(c => new[] { c.Harmless, c.Hostile }).Distinct(StringComparer.Ordinal).ToList();
        var said = await Task.WhenAll(
            shells.Select(async shell =>
                scripts.Zip(await shell.RunAsync(scripts)).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal)
            )
        );
        foreach (var (template, values, harmless, hostile) in accepted)
        {
            tally.Judged(said[0][harmless].EndsWith("exit 0", StringComparison.Ordinal));
            for (var i = 0; i < shells.Count; i++)
            {
                // Where a value is a command's name, that name decides what happens; nothing else may.
                if (
                    said[i][harmless].EndsWith("exit 127", StringComparison.Ordinal)
                    && !said[i][hostile].Contains("CANARY", StringComparison.Ordinal)
                )
                    continue;
                if (values.Expected(said[i][harmless]) is var expected && expected != said[i][hostile])
                    return $"{shells[i].Shell} said {said[i][hostile]}\nand not {expected}\n\ntemplate: {template.Text}\n{values}\nrendered: {hostile}";
            }
        }

        foreach (var group in refused.Where(c => said[0][c.Harmless].EndsWith("exit 0", StringComparison.Ordinal)).GroupBy(c => c.Template))
            tally.Refused(group.Any(c => Array.Exists(said, s => c.Values.Expected(s[c.Harmless]) != s[c.Hostile])));
        return null;
    }

    private static bool IsText(string text) =>
        !text.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
