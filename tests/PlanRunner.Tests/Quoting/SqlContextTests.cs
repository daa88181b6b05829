using System.Text;
using PlanRunner.Source;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Postgres;
using Xunit;
using Xunit.Abstractions;

namespace PlanRunner.Tests.Quoting;

/// <summary>
/// Whatever a template is and whatever its values are: it is refused, or a real server makes of it what it makes of it with harmless
/// words, and reads the values that were given. A longer run: <c>./test --soak 1h --inputs 1000000 --filter SqlContextTests</c>.
/// </summary>
[Collection(PostgresCollection.Name)]
[Trait(SoakSeries.Trait, SoakSeries.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class SqlContextTests(PostgresFixture postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task A_statement_has_the_same_shape_whatever_its_values_are()
    {
        using var series = new SoakSeries("SQL templates with hostile values", 0.02);
        var database = await postgres.DatabaseAsync();
        await using var standard = await SqlAnalyst.OpenAsync(database, standardStrings: true);
        await using var escaping = await SqlAnalyst.OpenAsync(database, standardStrings: false);
        var tally = new ContextTally();
        for (var seed = Soak.Seed; tally.WantsMore(usual: 7_500, series); seed++)
        {
            var backslashes = seed % 3 != 0;
            var found = await TryAsync(seed, backslashes, backslashes ? standard : escaping, tally);
            if (found is null)
                continue;
            series.Failed(seed);
            Assert.Fail($"{found}\n{SoakSeries.Replay(seed, nameof(SqlContextTests))}");
        }

        output.WriteLine(tally.ToString());
        series.Count(new SoakCounts(Inputs: tally.Cases));
        tally.AssertTelling(accepted: 0.3, changed: 0.25);
    }

    // One seed: some templates, each with some values.
    private static async Task<string?> TryAsync(int seed, bool backslashes, SqlAnalyst server, ContextTally tally)
    {
        var random = new Random(seed);
        var templates = new SqlTemplates(random, backslashes);
        var accepted = new List<(TemplateCase Template, HostileValues Values, string Harmless, string Hostile)>();
        var refused = new List<(TemplateCase Template, HostileValues Values, string Harmless, string Hostile)>();
        for (var i = 0; i < 40; i++)
        {
            var template = templates.Next();
            for (var j = 0; j < 5; j++)
            {
                var values = HostileValues.Of(random);
                var hostile = template.Render(values, TextContext.Sql);
                tally.Count(hostile.Told);
                var harmless = template.Unchecked(HostileValues.Harmless);
                if (hostile.Text is not null)
                    accepted.Add((template, values, harmless!, hostile.Text));
                else if (
                    harmless is not null
                    && j < 2
                    && template.Unchecked(values) is { } would
                    && !would.Contains('\0', StringComparison.Ordinal)
                )
                    refused.Add((template, values, harmless, would));
            }
        }

        var statements = accepted
            .Concat(refused)
            .SelectMany(c => new[] { c.Harmless, c.Hostile })
            .Distinct(StringComparer.Ordinal)
            .Where(Utf8)
            .ToList();
        var shapes = statements.Zip(await server.ShapesAsync(statements)).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal);
        var nested = new List<(string Harmless, string Hostile)>();
        foreach (var (template, values, harmless, hostile) in accepted)
        {
            tally.Judged(shapes[harmless].Error is null);
            var from = nested.Count;
            if (shapes[harmless].Difference(shapes[hostile], values, nested) is { } difference)
                return $"{difference}\n\ntemplate: {template.Text}\n{values}\nrendered: {hostile}";
            foreach (var pair in nested.Skip(from))
            {
                var inner = await server.ShapesAsync([pair.Harmless, pair.Hostile]);
                if (inner[0].Difference(inner[1], values, nested: null) is { } within)
                    return $"in the nested text, {within}\n\ntemplate: {template.Text}\n{values}\nrendered: {hostile}";
            }
        }

        foreach (var group in refused.Where(c => Utf8(c.Hostile) && shapes[c.Harmless].Error is null).GroupBy(c => c.Template))
            tally.Refused(group.Any(c => shapes[c.Harmless].Difference(shapes[c.Hostile], c.Values, []) is not null));
        return null;
    }

    private static bool Utf8(string text) =>
        !text.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
