namespace PlanRunner.Steps.Model;

/// <summary>What to do about a done step whose text is not the text that ran.</summary>
internal enum OnChange
{
    /// <summary>Nothing starts; a person decides.</summary>
    Fail,

    Rerun,

    Accept,
}
