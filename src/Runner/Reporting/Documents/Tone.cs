namespace PlanRunner.Runner.Reporting.Documents;

/// <summary>What a colour means, in formats with colours.</summary>
internal enum Tone
{
    Quiet,
    New,
    Changed,
    Alarm,
    Person,
}
