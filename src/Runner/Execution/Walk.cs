using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Execution;

/// <summary>What holds for all steps of one level while a plan is walked.</summary>
/// <param name="Report">Where results go.</param>
/// <param name="Until">The last step to run; null runs all.</param>
/// <param name="Deadline">Of the guarded group around them.</param>
/// <param name="Attended">They are in a guarded group, where waiting is the only way on.</param>
internal sealed record Walk(RunReport Report, StepPath? Until, Deadline Deadline, bool Attended);
