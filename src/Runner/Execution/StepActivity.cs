namespace PlanRunner.Runner.Execution;

public enum StepActivity
{
    Running,
    Checking,
    Verifying,
    Settling,
    Undoing,
    Waiting,
}
