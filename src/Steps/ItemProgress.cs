namespace PlanRunner.Steps;

public enum ItemProgress
{
    Pending,
    Started,
    Committing,
    Done,
}
