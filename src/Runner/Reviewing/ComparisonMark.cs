namespace PlanRunner.Runner.Reviewing;

/// <summary>How a step of one environment compares with the same step of another.</summary>
internal enum ComparisonMark
{
    /// <summary><c>~</c> a text of it differs.</summary>
    Differs,

    /// <summary><c>~</c> its texts differ in white space only.</summary>
    WhiteSpace,

    /// <summary><c>-</c> it runs only in the first environment.</summary>
    OnlyFirst,

    /// <summary><c>+</c> it runs only in the second environment.</summary>
    OnlySecond,

    /// <summary><c>=</c> the same in both.</summary>
    Same,

    /// <summary><c>/</c> its condition is false in both.</summary>
    Neither,
}
