using Microsoft.Playwright;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>A page in a browser profile of its own, with what it asked for and what the browser had to say against it.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string folder;

    public OpenedPage(IBrowserContext context, string folder)
    {
        (this.context, this.folder) = (context, folder);
        context.Request += (_, request) => Requests.Add(request.Url);
        // What the security policy forbids is told as an error on the console.
        context.Console += (_, message) => Complaints.Add($"{message.Type}: {message.Text}");
        context.WebError += (_, error) => Complaints.Add(error.Error);
        context.Dialog += (_, dialog) => Complaints.Add("dialog: " + dialog.Message);
    }

    public IPage Page { get; private set; } = null!;

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    public async Task GoAsync(string address)
    {
        Page = await context.NewPageAsync();
        await Page.GotoAsync(address);
    }

    /// <summary>The step of that path.</summary>
    public ILocator Step(string path) => Page.Locator("#step-" + path.Replace("/", "\\.2F", StringComparison.Ordinal));

    /// <summary>The filter of a mark.</summary>
    public ILocator Filter(string mark) => Page.Locator($"button[data-mark={mark}]");

    /// <summary>How many steps can be seen.</summary>
    public Task<int> ShownAsync() => Page.Locator("details.step:visible").CountAsync();

    /// <summary>Presses every filter that is off, and opens every step.</summary>
    public async Task ShowAllAsync()
    {
        while (await Page.Locator("button[aria-pressed=false]").CountAsync() > 0)
            await Page.Locator("button[aria-pressed=false]").First.ClickAsync();
        await Page.Locator("#open").ClickAsync();
    }

    /// <summary>Presses Tab until the element is reached; fails when the whole page was gone through.</summary>
    public async Task TabToAsync(ILocator target)
    {
        for (var i = 0; i < 200; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
                return;
        }

        Assert.Fail($"Tab never reaches {target}");
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
