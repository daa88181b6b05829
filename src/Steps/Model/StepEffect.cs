namespace PlanRunner.Steps.Model;

/// <summary>What running a step can leave behind, which decides how its marker is written.</summary>
internal enum StepEffect
{
    /// <summary>A check or a read: no effect, can run again.</summary>
    None,

    /// <summary>All in one transaction whose outcome can be queried.</summary>
    Transaction,

    /// <summary>Statement by statement, from a journaled list.</summary>
    Listed,

    /// <summary>Outside any transaction: interrupted means in doubt.</summary>
    Outside,

    /// <summary>Manual work.</summary>
    Person,
}
