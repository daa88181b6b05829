using PlanRunner.Runner.Rehearsal.Servers;
using PlanRunner.Runner.Rehearsal.Workload;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>
/// Says in a throwaway folder which process it belongs to, so that what a killed process left behind is removed by the next one.
/// A folder that is to be kept has a mark for it.
/// </summary>
internal static class SandboxOwner
{
    private const string OwnerFile = "owner";
    private const string KeptFile = "kept";

    public static void Claim(string folder) => File.WriteAllText(Path.Combine(folder, OwnerFile), OtherProcess.Self.ToString());

    public static void Keep(string folder) => File.WriteAllText(Path.Combine(folder, KeptFile), "");

    public static void DoNotKeep(string folder) => File.Delete(Path.Combine(folder, KeptFile));

    public static bool IsKept(string folder) => File.Exists(Path.Combine(folder, KeptFile));

    /// <summary>Stops and removes what processes that are gone left in the temporary folder.</summary>
    public static async Task RemoveAbandonedAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in await OursAsync(cancellationToken))
        {
            var owner = Path.Combine(folder, OwnerFile);
            if (IsKept(folder) || !File.Exists(owner) || OtherProcess.Parse(await File.ReadAllTextAsync(owner, cancellationToken)).IsAlive)
                continue;
            try
            {
                await RemoveAsync(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RehearsalException)
            {
                // Another process is removing it, it is not ours after all, or the engine that has its containers does not answer now.
            }
        }
    }

    /// <summary>Stops whatever runs in a folder, workload and clusters, and removes it.</summary>
    public static async Task RemoveAsync(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        await new WorkloadProcess(folder).KillAsync();
        await SandboxServers.RemoveAsync(folder);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Removes it after something went wrong. What could not be removed is reported in addition, never instead.</summary>
    public static async Task RemoveAfterAsync(string folder, Exception first)
    {
        try
        {
            await RemoveAsync(folder);
        }
        catch (RehearsalException second)
        {
            if (first is RehearsalException known)
                throw new RehearsalException([.. known.Diagnostics, .. second.Diagnostics]);
        }
    }

    // Only folders that this user or its server user made: in a shared temporary folder anybody can make one of that name.
    private static async Task<IReadOnlyList<string>> OursAsync(CancellationToken cancellationToken)
    {
        var temporary = Path.GetTempPath();
        var find = ProcessCommand.Of(
            "find",
            temporary,
            "-maxdepth",
            "1",
            "-type",
            "d",
            "-name",
            PostgresCluster.FolderPrefix + "*",
            "(",
            "-user",
            Environment.UserName
        );
        if (ServerUser.Current().Name is { } server)
            find = find with { Arguments = [.. find.Arguments, "-o", "-user", server] };
        try
        {
            var result = await ProcessRunner.Default.RunAsync(find with { Arguments = [.. find.Arguments, ")"] }, cancellationToken);
            return result.Ok ? result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (ProcessStartException)
        {
            return [];
        }
    }
}
