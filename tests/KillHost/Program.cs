// planrunner with a journal that kills its own process around one line: killhost before|after WHICH ARGUMENTS…
// WHICH is the number of the line among those that this process writes, or started:STEP, running:STEP, failed:STEP, undone:STEP or done:STEP.
using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Tests.KillHost;

return await PlanRunnerCommand.RunAsync(
    args[2..],
    new RunnerParts(
        (path, reading, plan, environment, time) =>
            DyingStateStore.OpenDying(path, reading, plan, environment, time, args[1], args[0] == "before")
    )
);
