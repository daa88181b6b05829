using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Operations;

return await PlanRunnerCommand.RunAsync(args, RunnerParts.Standard);
