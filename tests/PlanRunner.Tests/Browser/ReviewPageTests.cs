using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PlanRunner.Runner.Reporting;
using PlanRunner.Tests.EndToEnd;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>The page of a dry run as it is opened.</summary>
[Collection(BrowserCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class ReviewPageTests(Chromium chromium) : IDisposable
{
    private readonly ReviewScenes scenes = new();

    public static TheoryData<string> Names => [.. ReviewScenes.Names];

    public void Dispose() => scenes.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_opens_without_a_complaint_and_asks_for_nothing_but_itself(string name)
    {
        var review = scenes.Of(name);
        await using var opened = await chromium.OpenAsync(Formatted.Html(review));
        Assert.Empty(opened.Complaints);
        Assert.EndsWith("/review.html", Assert.Single(opened.Requests), StringComparison.Ordinal);
        // Its script ran.
        await Assertions
            .Expect(opened.Page.Locator("#shown"))
            .ToHaveTextAsync(
                new Regex($@"^\d+ of {review.Leaves.Count() + review.Removed.Count} steps$", RegexOptions.None, TimeSpan.FromSeconds(1))
            );
        var outside = await opened.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
                .filter(a => ['href', 'src', 'srcset', 'action', 'data', 'poster', 'style'].includes(a.localName) && !a.value.startsWith('#'))
                .map(a => a.ownerElement.outerHTML)
            """
        );
        Assert.Empty(outside);
        var lost = await opened.Page.EvaluateAsync<string[]>(
            "() => [...document.links].map(l => l.hash.slice(1)).filter(id => !document.getElementById(id))"
        );
        Assert.Empty(lost);
        var twice = await opened.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
        );
        Assert.Empty(twice);
    }

    [Fact]
    public async Task A_script_that_is_not_its_own_does_not_run()
    {
        var page = Formatted.Html(scenes.Of("edited"));
        await using var opened = await chromium.OpenAsync(
            page.Replace(
                "</footer>",
                "</footer><script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\">",
                StringComparison.Ordinal
            )
        );
        Assert.Equal("test in dev", await opened.Page.TitleAsync());
        Assert.Contains(opened.Complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Without_scripts_all_of_it_can_be_read(string name)
    {
        var review = scenes.Of(name);
        await using var opened = await chromium.OpenAsync(
            Formatted.Html(review),
            new BrowserNewContextOptions { JavaScriptEnabled = false }
        );
        Assert.Empty(opened.Complaints);
        Assert.Equal(review.Leaves.Count() + review.Removed.Count, await opened.ShownAsync());
        // There is nothing to press that would do nothing.
        Assert.Equal(0, await opened.Page.Locator("button:visible, input:visible").CountAsync());
        foreach (var step in review.Leaves)
        {
            var details = opened.Step(step.Path.Value);
            if (await details.GetAttributeAsync("open") is null)
                await details.Locator("summary").ClickAsync();
            var text = await details.InnerTextAsync();
            Assert.All(
                (step.Diff is null ? step.Text! : step.Text + "\n" + step.Before).Split('\n'),
                line => Assert.Contains(line.Trim(), text, StringComparison.Ordinal)
            );
        }
    }

    [Theory]
    [InlineData(400, "edited")]
    [InlineData(400, "nothing-done")]
    [InlineData(400, "removed")]
    [InlineData(800, "in-doubt")]
    [InlineData(1400, "edited")]
    public async Task Only_boxes_scroll_sideways_never_the_page(int width, string name)
    {
        await using var opened = await chromium.OpenAsync(
            Formatted.Html(scenes.Of(name)),
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 700 },
            }
        );
        await opened.ShowAllAsync();
        // What is wider than any window goes into every text there is.
        await opened.Page.EvaluateAsync(
            "() => { for (const e of document.querySelectorAll('h1, .lead, dd code, summary code, pre, li, table.diff td:last-child')) e.append(' ' + 'long_'.repeat(100)); }"
        );
        Assert.Equal(width, await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        var outside = await opened.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('body *:not(.skip)')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML)"
        );
        Assert.Empty(outside);
        Assert.True(
            await opened.Page.EvaluateAsync<bool>(
                "() => [...document.querySelectorAll('pre')].every(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === 'auto')"
            )
        );
    }

    [Theory]
    [InlineData("nothing-done")]
    [InlineData("edited")]
    public async Task A_secret_is_nowhere_in_it(string name)
    {
        var page = Formatted.Html(scenes.Of(name));
        await using var opened = await chromium.OpenAsync(page);
        await opened.ShowAllAsync();
        var shown = await opened.Page.Locator("body").InnerTextAsync();
        Assert.Contains("PASSWORD  E'(secret reporting_password)'", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page + shown + await opened.Page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_secret_is_nowhere_in_what_the_command_prints()
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "environments"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "plan.yaml"),
            """
            plan: canary
            version: 1
            secrets: [word]
            connections: { db: {} }
            steps:
              - id: role
                title: A role
                sql: { on: db, text: "CREATE ROLE r LOGIN PASSWORD {{ secrets.word | sql.literal }}" }
                undo: none
              - id: script
                shell: { run: "printf %s {{ secrets.word | string.upcase | sh.quote }}" }
                undo: none
            """
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "environments", "here.yaml"),
            """
            environment: here
            secrets: { word: { env: PLANRUNNER_TEST_WORD } }
            connections: { db: { host: 127.0.0.1, database: app, username: app } }
            """
        );
        var result = await PlanRunnerProcess.RunAsync(
            folder,
            new Dictionary<string, string?> { ["PLANRUNNER_TEST_WORD"] = "canary-4711" },
            "dry-run",
            "plan.yaml",
            "--env",
            "here",
            "--offline",
            "--output",
            "html"
        );
        Assert.True(result.ExitCode is 0 or 2, result.Error);
        await using var opened = await chromium.OpenAsync(result.Output);
        await opened.Page.Locator("#open").ClickAsync();
        var shown = await opened.Page.Locator("body").InnerTextAsync();
        Assert.Equal(2, Regex.Count(shown, @"\(secret word\)"));
        Assert.DoesNotContain("canary-4711", result.Output + shown, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(opened.Complaints);
        Directory.Delete(folder, recursive: true);
    }

    // How long it takes to open is measured by benchmarks/page.sh.
    [Fact]
    public async Task A_plan_of_two_thousand_steps_stays_a_page_that_shows_what_changed()
    {
        var page = Formatted.Html(scenes.Large(2000, 5));
        Assert.InRange(page.Length, 500_000, 1_200_000);
        await using var opened = await chromium.OpenAsync(page);
        Assert.Empty(opened.Complaints);
        Assert.Equal(2000, await opened.Page.Locator("details.step").CountAsync());
        Assert.Equal(5, await opened.Page.Locator("details.step[open]").CountAsync());
        Assert.Equal(5, await opened.ShownAsync());
        Assert.Equal(2000, await opened.Page.Locator(".graph .square").CountAsync());
        Assert.InRange(await opened.Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 16_000, 24_000);
        // What changed is found in the graph without reading 2,000 squares.
        Assert.Equal(5, await opened.Page.Locator(".graph .square i:visible").CountAsync());

        // Steps that were never laid out are found all the same.
        await opened.Filter("unchanged").ClickAsync();
        Assert.Equal(2000, await opened.ShownAsync());
        await opened.Page.Locator(".graph a[title^='part-77/step-1553:']").ClickAsync();
        await Assertions.Expect(opened.Step("part-77/step-1553").Locator("pre").First).ToBeInViewportAsync();
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await opened.Step("part-50/step-1001").EvaluateAsync<bool>("e => e.checkVisibility({ contentVisibilityAuto: true })"));
    }
}
