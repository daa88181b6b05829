using PlanRunner.Runner.Commands;

return await PlanRunnerCommand.RunAsync(args, RunnerParts.Standard);
