using Microsoft.Playwright;
using PlanRunner.Runner.Reporting;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>The page of a dry run on paper.</summary>
[Collection(BrowserCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class PrintedPageTests(Chromium chromium) : IDisposable
{
    private readonly ReviewScenes scenes = new();

    public void Dispose() => scenes.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_of_it_is_printed_whatever_is_closed_and_filtered_and_nothing_that_can_only_be_pressed(bool scripts)
    {
        var review = scenes.Of("half-done");
        await using var opened = await chromium.OpenAsync(
            Formatted.Html(review),
            new BrowserNewContextOptions { JavaScriptEnabled = scripts }
        );
        if (scripts)
        {
            Assert.Equal(7, await opened.ShownAsync());
            await opened.Page.Locator("#search").FillAsync("REVOKE");
            Assert.Equal(1, await opened.ShownAsync());
        }

        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal(9, await opened.ShownAsync());
        Assert.Equal(0, await opened.Page.Locator("button:visible, input:visible").CountAsync());
        foreach (var step in review.Leaves)
        {
            var text = opened.Step(step.Path.Value).Locator("pre").First;
            await Assertions.Expect(text).ToBeVisibleAsync();
            Assert.Equal(step.Text!, (await text.InnerTextAsync()).TrimEnd());
            Assert.True(
                await text.EvaluateAsync<bool>(
                    "e => e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 10"
                ),
                step.Path.Value
            );
        }
    }

    [Fact]
    public async Task It_is_printed_dark_on_white_from_a_dark_screen_too()
    {
        await using var opened = await chromium.OpenAsync(
            Formatted.Html(scenes.Of("edited")),
            new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark }
        );
        await opened.Page.Locator("#theme").ClickAsync();
        await opened.Page.Locator("#theme").ClickAsync();
        Assert.Equal("dark", await opened.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.Equal(
            "rgb(0, 0, 0) on rgb(255, 255, 255)",
            await opened.Page.EvaluateAsync<string>(
                "() => { const s = getComputedStyle(document.body); return s.color + ' on ' + s.backgroundColor; }"
            )
        );
    }

    [Fact]
    public async Task Where_style_sheets_cannot_open_what_is_closed_printing_opens_it_and_closes_it_again()
    {
        await using var opened = await chromium.OpenAsync(Formatted.Html(scenes.Of("edited")));
        var before = await opened.Page.Locator("details.step[open]").CountAsync();
        Assert.Equal(2, before);
        await opened.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(9, await opened.Page.Locator("details.step[open]").CountAsync());
        await opened.Page.EvaluateAsync("() => dispatchEvent(new Event('afterprint'))");
        Assert.Equal(before, await opened.Page.Locator("details.step[open]").CountAsync());
    }
}
