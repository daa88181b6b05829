namespace PlanRunner.Steps.Model;

internal enum ItemProgress
{
    Pending,
    Started,
    Committing,
    Done,
}
