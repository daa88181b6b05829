namespace PlanRunner.Runner.Execution;

internal enum StepActivity
{
    Running,
    Checking,
    Verifying,
    Settling,
    Undoing,
    Waiting,
}
