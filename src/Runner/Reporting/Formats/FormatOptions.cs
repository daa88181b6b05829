namespace PlanRunner.Runner.Reporting.Formats;

/// <summary>What a format may be asked for beside its name.</summary>
internal sealed record FormatOptions
{
    /// <summary>What does not change too, and checks to their last line.</summary>
    public bool Full { get; init; }

    /// <summary>With ANSI colours.</summary>
    public bool Colour { get; init; }

    /// <summary>Longer lines are folded; null folds none.</summary>
    public int? Width { get; init; }

    /// <summary>The command that shows all of it again, where something is left out.</summary>
    public string Again { get; init; } = "";
}
