using System.Text.Json;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Tests.Plans;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>Whatever a plan says is text to its page.</summary>
[Collection(BrowserCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class HostilePageTests(Chromium chromium)
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string, string> Texts =>
        new()
        {
            { "</script><script>document.title = 'taken over'</script>", "</script><script>document.title = 'taken over'</script>" },
            { "</title></style></pre></table><script>alert(1)</script>", "</title></style></pre></table><script>alert(1)</script>" },
            { "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>" },
            { "<svg onload=alert(1)><a href='javascript:alert(1)'>", "<svg onload=alert(1)><a href='javascript:alert(1)'>" },
            { "\" onmouseover=\"alert(1)\" x='", "\" onmouseover=\"alert(1)\" x='" },
            { "--><!-- <![CDATA[ &lt;b&gt; &#60;i&#62; &amp;", "--><!-- <![CDATA[ &lt;b&gt; &#60;i&#62; &amp;" },
            { "${alert(1)} ` %3Cb%3E \\u003ci\\u003e", "${alert(1)} ` %3Cb%3E \\u003ci\\u003e" },
            { "javascript:alert(1)", "javascript:alert(1)" },
            {
                "<base href='https://example.com/'><meta http-equiv=refresh content='0;url=https://example.com/'>",
                "<base href='https://example.com/'><meta http-equiv=refresh content='0;url=https://example.com/'>"
            },
            { "\u202Eevitcani\u2066 \u200Bzero\uFEFF", "<U+202E>evitcani<U+2066> <U+200B>zero<U+FEFF>" },
            {
                "bell \a escape \e[2J delete \u007F next \u0085 line \u2028 end",
                "bell <U+0007> escape <U+001B>[2J delete <U+007F> next <U+0085> line <U+2028> end"
            },
        };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task It_shows_as_what_it_is_and_runs_nothing(string written, string shown)
    {
        var review = Review(written, "an earlier " + written);
        await using var opened = await chromium.OpenAsync(Formatted.Html(review));
        await opened.Page.Locator("#open").ClickAsync();
        await opened.Page.Locator("summary").Last.HoverAsync();
        Assert.Equal("test in dev", await opened.Page.TitleAsync());
        Assert.Single(opened.Requests);
        Assert.Empty(opened.Complaints);
        Assert.Equal(
            0,
            await opened
                .Page.Locator("img, svg, base, iframe, [onerror], [onload], [onmouseover], pre script, h1 script, main script")
                .CountAsync()
        );
        Assert.Equal(shown, await opened.Page.Locator(".lead").TextContentAsync());
        Assert.Contains("group of " + shown, await opened.Page.Locator("h3").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "step of " + shown,
            await opened.Step("group/text").Locator("summary").TextContentAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal($"SELECT $x${shown}$x$", (await opened.Step("group/text").Locator("td.now:not(.n)").TextContentAsync())!.TrimEnd());
        Assert.Equal(
            $"SELECT $x$an earlier {shown}$x$",
            (await opened.Step("group/text").Locator("td.before:not(.n)").TextContentAsync())!.TrimEnd()
        );
        Assert.Equal($"Tell them: {shown}", (await opened.Step("person").Locator("pre").TextContentAsync())!.TrimEnd());
        Assert.Contains($"asks first: {shown}", await opened.Step("person").Locator("ul").TextContentAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void No_character_that_cannot_be_seen_reaches_a_terminal_or_a_comment(string written, string shown)
    {
        var review = Review(written, "an earlier " + written);
        foreach (
            var text in new[]
            {
                Formatted.Text(review, full: true),
                Formatted.Text(review, full: true, width: 200),
                Formatted.Markdown(review, ""),
            }
        )
        {
            Assert.DoesNotContain(
                text.Replace("@\u200B", "@", StringComparison.Ordinal),
                c => c != '\n' && (char.IsControl(c) || c is '\u202E' or '\u2066' or '\u200B' or '\uFEFF' or '\u2028')
            );
            Assert.Contains($"SELECT $x${shown}$x$", text, StringComparison.Ordinal);
        }

        // With colours, those escapes alone that give colours.
        var coloured = Formatted.Text(review, full: true, colour: true);
        Assert.Matches(@"\A(\e\[\d+m|[^\p{Cc}\p{Cf}\u2028]|\n)*\z", coloured);
    }

    private static Review Review(string written, string before)
    {
        using var was = Plan(before);
        using var now = Plan(written);
        var state = new StateSnapshot();
        state.Apply(new StateOpened(1, "test", "dev", "lineage") { At = At });
        state.Apply(new RunStarted("r1", "apply", "ada", "build-7", 42, "1.0", null) { At = At });
        var leaf = was.Render().Leaves.First();
        state.Apply(
            new StepStarted("r1", leaf.Path.Value, leaf.Body!.Effect)
            {
                At = At,
                Kind = "sql",
                Text = leaf.Fingerprint,
                Rendered = leaf.Body.Redacted,
            }
        );
        state.Apply(new StepDone("r1", leaf.Path.Value, "ran") { At = At });
        return new ReviewBuilder(ChangePlanner.Decide(now.Render(), state, At), ReviewMaterial.None).Build();
    }

    private static TestPlan Plan(string text)
    {
        string Quoted(string of) => JsonSerializer.Serialize(of);
        return new TestPlan(
            $$"""
              - id: group
                title: {{Quoted("group of " + text)}}
                description: {{Quoted(text)}}
                steps:
                  - id: text
                    title: {{Quoted("step of " + text)}}
                    sql: { on: source, text: {{Quoted($"SELECT $x${text}$x$")}} }
                    undo: none
              - id: person
                confirm: {{Quoted(text)}}
                manual: { instructions: {{Quoted("Tell them: " + text)}} }
            """,
            $"description: {Quoted(text)}"
        );
    }
}
