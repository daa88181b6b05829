namespace PlanRunner.Source;

/// <summary>How a scalar is written in YAML.</summary>
internal enum ScalarForm
{
    Plain,

    SingleQuoted,

    DoubleQuoted,

    /// <summary>A <c>|</c> block.</summary>
    Literal,

    /// <summary>A <c>></c> block.</summary>
    Folded,
}
