using Microsoft.Playwright;
using PlanRunner.Runner.Reporting.Wording;
using PlanRunner.Tests.Reviewing;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>What can be pressed, typed and followed on the page of a dry run.</summary>
[Collection(BrowserCollection.Name)]
[Trait(Tier.Trait, Tier.Full)]
public sealed class ReviewPageControlsTests(Chromium chromium) : IDisposable
{
    private readonly ReviewScenes scenes = new();

    public void Dispose() => scenes.Dispose();

    [Fact]
    public async Task Steps_are_filtered_by_mark_with_the_mouse()
    {
        await using var opened = await OpenAsync("half-done");
        Assert.Equal(7, await opened.ShownAsync());
        await opened.Filter("unchanged").ClickAsync();
        await Assertions.Expect(opened.Filter("unchanged")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(9, await opened.ShownAsync());
        await opened.Filter("run").ClickAsync();
        await Assertions.Expect(opened.Page.Locator("#shown")).ToHaveTextAsync("3 of 9 steps");
        Assert.Equal(3, await opened.ShownAsync());
        // A group of which nothing is shown is not shown.
        Assert.Equal(1, await opened.Page.Locator("section.group:visible").CountAsync());
    }

    [Fact]
    public async Task Steps_are_filtered_and_opened_with_the_keyboard_alone()
    {
        await using var opened = await OpenAsync("half-done");
        await opened.TabToAsync(opened.Filter("run"));
        await opened.Page.Keyboard.PressAsync("Space");
        Assert.Equal(1, await opened.ShownAsync());
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(7, await opened.ShownAsync());
        var outline = await opened
            .Filter("run")
            .EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle + ' ' + getComputedStyle(e).outlineWidth");
        Assert.Equal("solid 2px", outline);

        await opened.TabToAsync(opened.Step("fill").Locator("summary"));
        await opened.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(opened.Step("fill").Locator("pre").First).ToBeVisibleAsync();
        await opened.Page.Keyboard.PressAsync("j");
        await opened.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(opened.Step("window/freeze").Locator("pre").First).ToBeVisibleAsync();
        await opened.Page.Keyboard.PressAsync("k");
        await opened.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(opened.Step("fill").Locator("pre").First).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_first_key_leads_past_the_graph_to_the_steps()
    {
        await using var opened = await OpenAsync("nothing-done");
        await opened.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(opened.Page.Locator("a.skip")).ToBeInViewportAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        await opened.Page.Keyboard.PressAsync("Tab");
        Assert.True(await opened.Step("prepare/column").Locator("summary").EvaluateAsync<bool>("e => e === document.activeElement"));
    }

    [Fact]
    public async Task A_search_finds_steps_by_their_words()
    {
        await using var opened = await OpenAsync("nothing-done");
        await opened.Page.Keyboard.PressAsync("/");
        await opened.Page.Keyboard.TypeAsync("orders REVOKE");
        Assert.Equal("orders REVOKE", await opened.Page.Locator("#search").InputValueAsync());
        Assert.Equal(1, await opened.ShownAsync());
        await Assertions.Expect(opened.Step("window/freeze")).ToBeVisibleAsync();
        await opened.Page.Locator("#search").FillAsync("a-word-that-is-nowhere");
        Assert.Equal(0, await opened.ShownAsync());
        await opened.Page.Locator("#search").FillAsync("");
        Assert.Equal(9, await opened.ShownAsync());
    }

    [Fact]
    public async Task All_are_opened_and_closed()
    {
        await using var opened = await OpenAsync("nothing-done");
        await opened.Page.Locator("#open").ClickAsync();
        Assert.Equal(9, await opened.Page.Locator("details.step[open]").CountAsync());
        await opened.Page.Locator("#close").ClickAsync();
        Assert.Equal(0, await opened.Page.Locator("details.step[open]").CountAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_follows_the_system_to_light_or_dark_until_it_is_told_otherwise(ColorScheme system)
    {
        await using var opened = await OpenAsync("edited", new BrowserNewContextOptions { ColorScheme = system });
        var before = await ColoursAsync(opened);
        await opened.Page.Locator("#theme").ClickAsync();
        var after = await ColoursAsync(opened);
        Assert.NotEqual(before, after);
        await using var other = await OpenAsync(
            "edited",
            new BrowserNewContextOptions { ColorScheme = system == ColorScheme.Dark ? ColorScheme.Light : ColorScheme.Dark }
        );
        Assert.Equal(after, await ColoursAsync(other));
        await opened.Page.Locator("#theme").ClickAsync();
        Assert.Equal(before, await ColoursAsync(opened));
    }

    [Fact]
    public async Task The_changed_words_are_marked_on_both_sides()
    {
        await using var opened = await OpenAsync("edited");
        var diff = opened.Step("prepare/column").Locator("table.diff");
        await Assertions.Expect(diff).ToBeVisibleAsync();
        Assert.Equal(["12"], await diff.Locator("td.before mark").AllInnerTextsAsync());
        Assert.Equal(["14"], await diff.Locator("td.now mark").AllInnerTextsAsync());
        var (before, now) = (
            await diff.Locator("td.before:not(.n)").BoundingBoxAsync(),
            await diff.Locator("td.now:not(.n)").BoundingBoxAsync()
        );
        Assert.Equal(before!.Y, now!.Y);
        Assert.True(before.X + before.Width <= now.X);
        // By more than colour.
        Assert.Equal("underline", await diff.Locator("td.now mark").EvaluateAsync<string>("e => getComputedStyle(e).textDecorationLine"));
        Assert.Equal("\" +\"", await diff.Locator("td.n.now").EvaluateAsync<string>("e => getComputedStyle(e, '::after').content"));
    }

    [Fact]
    public async Task In_a_narrow_window_one_side_stands_below_the_other_and_what_both_have_once()
    {
        await using var opened = await OpenAsync(
            "edited",
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 400, Height = 800 },
            }
        );
        var diff = opened.Step("prepare/column").Locator("table.diff");
        var (before, now) = (
            await diff.Locator("td.before:not(.n)").BoundingBoxAsync(),
            await diff.Locator("td.now:not(.n)").BoundingBoxAsync()
        );
        Assert.True(before!.Y + before.Height <= now!.Y);
        Assert.Equal(1, await diff.Locator("td:visible", new LocatorLocatorOptions { HasText = "ALTER TABLE orders" }).CountAsync());
    }

    [Fact]
    public async Task A_square_of_the_graph_leads_to_its_step_and_opens_it()
    {
        await using var opened = await OpenAsync("half-done");
        var step = opened.Step("window/switch");
        await opened.Page.Locator(".graph a[title^='window/switch']").ClickAsync();
        await Assertions.Expect(step.Locator("pre").First).ToBeInViewportAsync();
        // Again, after it was closed.
        await step.Locator("summary").ClickAsync();
        await Assertions.Expect(step.Locator("pre").First).ToBeHiddenAsync();
        await opened.Page.Locator(".graph a[title^='window/switch']").ClickAsync();
        await Assertions.Expect(step.Locator("pre").First).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_square_leads_to_a_step_that_a_filter_had_hidden()
    {
        await using var opened = await OpenAsync("half-done");
        await Assertions.Expect(opened.Step("prepare/role")).ToBeHiddenAsync();
        await opened.Page.Locator(".graph a[title^='prepare/role']").ClickAsync();
        await Assertions.Expect(opened.Step("prepare/role").Locator("pre").First).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Every_square_of_the_graph_says_without_colour_what_becomes_of_its_step()
    {
        var review = scenes.Of("in-doubt");
        await using var opened = await chromium.OpenAsync(Formatted.Html(review));
        Assert.Equal(review.Leaves.Select(s => ReviewWords.Mark(s.Mark)), await opened.Page.Locator(".graph .square").AllInnerTextsAsync());
        await Assertions
            .Expect(
                opened.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "fill: failed, in doubt or open", Exact = true })
            )
            .ToBeVisibleAsync();
    }

    private static Task<string> ColoursAsync(OpenedPage opened) =>
        opened.Page.EvaluateAsync<string>(
            """
            () => ['body', 'header dt', 'pre.text', '.m-changed .mark', '.before mark', '.bar input']
                .map(s => getComputedStyle(document.querySelector(s))).map(s => s.color + ' on ' + s.backgroundColor).join('; ')
            """
        );

    private async Task<OpenedPage> OpenAsync(string scene, BrowserNewContextOptions? options = null) =>
        await chromium.OpenAsync(Formatted.Html(scenes.Of(scene)), options);
}
