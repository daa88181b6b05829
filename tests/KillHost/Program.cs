// planrunner with a journal that kills its own process around the Nth line: killhost before|after N ARGUMENTS…
using System.Globalization;
using PlanRunner.Runner.Commands;
using PlanRunner.Tests.KillHost;

var before = args[0] == "before";
var line = int.Parse(args[1], CultureInfo.InvariantCulture);
return await PlanRunnerCommand.RunAsync(
    args[2..],
    new RunnerParts((path, reading, plan, environment, time) => DyingStateStore.OpenDying(path, reading, plan, environment, time, line, before)));
