using System.Text;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Looks for the values of secrets: in texts, and all the while in the command lines of every process on the machine.</summary>
internal sealed class CanaryWatch
{
    private readonly string[] canaries;
    private readonly CancellationTokenSource stop = new();
    private readonly Task<List<string>> watching;

    public CanaryWatch(IEnumerable<string> canaries)
    {
        this.canaries = [.. canaries.Select(c => c.Trim()).Where(c => c.Length > 0)];
        if (this.canaries.Length == 0)
            throw new InvalidOperationException("there is no canary to look for");
        watching = Task.Run(WatchAsync);
    }

    public IEnumerable<string> In(string text) =>
        canaries.Where(c => text.Contains(c, StringComparison.Ordinal)).Select(c => Around(text, c));

    /// <summary>The command lines that held one.</summary>
    public async Task<List<string>> StopAsync()
    {
        await stop.CancelAsync();
        return await watching;
    }

    private static string Around(string text, string canary)
    {
        var at = text.IndexOf(canary, StringComparison.Ordinal);
        return text[Math.Max(0, at - 80)..Math.Min(text.Length, at + canary.Length + 20)];
    }

    private async Task<List<string>> WatchAsync()
    {
        var found = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
            {
                try
                {
                    found.AddRange(In(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(process, "cmdline")))));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // It ended while we looked.
                }
            }

            await Task.Delay(20);
        }

        return found;
    }
}
