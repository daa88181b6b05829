namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>What a colour tells, where there are colours.</summary>
internal enum Tone
{
    Quiet,
    New,
    Changed,
    Alarm,
    Person,
}
