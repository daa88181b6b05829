using Microsoft.Playwright;
using Xunit;

namespace PlanRunner.Tests.Browser;

/// <summary>One headless Chromium of the machine's own for all tests of a run. Without one these tests fail.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program(),
                // Chromium's sandbox refuses to be started by root, which the tests run as in a container.
                Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
            }
        );
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
    }

    /// <summary>Opens a page from a file, as whoever downloaded it does.</summary>
    internal async Task<OpenedPage> OpenAsync(string html, BrowserNewContextOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("planrunner-test-").FullName;
        var file = Path.Combine(folder, "review.html");
        await File.WriteAllTextAsync(file, html);
        var opened = new OpenedPage(await browser!.NewContextAsync(options), folder);
        await opened.GoAsync(new Uri(file).AbsoluteUri);
        return opened;
    }

    // PLANRUNNER_CHROMIUM names another one.
    private static string Program()
    {
        if (Environment.GetEnvironmentVariable("PLANRUNNER_CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "There is no Chromium on this machine: run scripts/setup-chromium.sh, or name its program in PLANRUNNER_CHROMIUM"
            );
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}
