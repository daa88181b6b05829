using PlanRunner.Runner.Commands;
using PlanRunner.Runner.Operations.Input;

return await PlanRunnerCommand.RunAsync(args, RunnerParts.Standard);
