namespace PlanRunner.Steps.Model;

public enum ItemProgress
{
    Pending,
    Started,
    Committing,
    Done,
}
