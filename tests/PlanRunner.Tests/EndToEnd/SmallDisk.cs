using PlanRunner.Steps.Processes;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>A small file system of its own at a folder, in memory. Making one needs to be root, as the tests in CI are.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <param name="pages">How much it holds, in pages of 4096 bytes.</param>
    public static async Task<SmallDisk> AtAsync(string folder, int pages)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={pages * 4096}", "planrunner-test", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Another folder at this place: what is written here is written there.</summary>
    public static async Task<SmallDisk> BindAsync(string from, string folder)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("mount", "--bind", from, folder);
        return new SmallDisk(folder);
    }

    public Task GrowAsync() => RunAsync("mount", "-o", "remount,size=1m", folder);

    public Task ReadOnlyAsync(bool readOnly) => RunAsync("mount", "-o", readOnly ? "remount,ro" : "remount,rw", folder);

    /// <summary>Takes it out of the tree; who has a file open keeps it.</summary>
    public Task VanishAsync() => RunAsync("umount", "--lazy", folder);

    public async ValueTask DisposeAsync() =>
        await new ProcessRunner().RunAsync(ProcessCommand.Of("umount", "--lazy", folder), CancellationToken.None);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessRunner().RunAsync(ProcessCommand.Of(program, arguments), CancellationToken.None);
        if (!result.Ok)
            throw new InvalidOperationException(
                $"this test needs a small file system of its own, and '{program} {string.Join(' ', arguments)}' was refused (run it as root): {result.Error}"
            );
    }
}
