using PlanRunner.Runner.Execution;

namespace PlanRunner.Runner.Rehearsal;

/// <summary>What happens to a sandbox when its rehearsal ends: removed, or kept with the commands to continue.</summary>
internal sealed class SandboxLeaving(RehearsalRequest request, Sandbox sandbox)
{
    // What was kept once is kept until a rehearsal of it has gone well: somebody wants to see it. What failed is kept as evidence, and
    // its servers are stopped, so that nothing keeps running.
    public async Task RunAsync(bool takenUp, RehearsalEnd end)
    {
        var running = request.Keep || request.SetupOnly || (takenUp && end != RehearsalEnd.Well && !request.Discard);
        if (running || (end == RehearsalEnd.Failed && !request.Discard))
        {
            SandboxOwner.Keep(sandbox.Folder);
            if (!running)
                await sandbox.StopAsync();
            TellHowToGoOn(running);
            return;
        }

        await sandbox.DisposeAsync();
        if (end != RehearsalEnd.Well)
            request.TellAlways(
                $"The sandbox was removed{(end == RehearsalEnd.Cancelled ? "; with --keep it stays, to look at and to go on in" : "")}."
            );
    }

    private void TellHowToGoOn(bool running)
    {
        var (plan, folder) = (CommandArguments.Quoted(request.PlanArgument), CommandArguments.Quoted(sandbox.Folder));
        var again = $"{plan} {request.EnvironmentOptions}".TrimEnd();
        request.TellAlways(
            $"The sandbox is kept: {sandbox.Folder}{(running ? ", and its servers run until it is removed" : "; its servers are stopped")}"
        );
        if (running)
            request.TellAlways(
                $"  planrunner apply {plan} --env {CommandArguments.Quoted(sandbox.EnvironmentFile)} --state "
                    + $"{CommandArguments.Quoted(sandbox.StateFile)}"
            );
        else
            request.TellAlways($"  planrunner rehearse {again} --sandbox {folder} --setup-only    starts its servers, to look at");
        request.TellAlways($"  planrunner rehearse {again} --sandbox {folder}    applies what remains, proves, reports, removes it");
        request.TellAlways($"  planrunner rehearse {plan} --sandbox {folder} --remove    stops its servers and removes it");
    }
}
