namespace PlanRunner.Runner.Execution;

/// <summary>In what undoing differs between those who ask for it.</summary>
/// <param name="Tells">Every step is reported when it begins and when it ends; else it is a part of another step's work.</param>
/// <param name="PassesStuck">Continues past a step that could not be undone where the plan says that nothing above depends on it.</param>
internal sealed record ReversePolicy(bool Tells, bool PassesStuck)
{
    /// <summary>An undo that a person asked for stops at the first step that cannot be undone: that person is there to look.</summary>
    public static readonly ReversePolicy Undo = new(Tells: true, PassesStuck: false);

    /// <summary>A guarded group that must not stay open is undone as far as that goes.</summary>
    public static readonly ReversePolicy GuardedGroup = new(Tells: true, PassesStuck: true);

    /// <summary>A step that is undone before it runs again: one step, reported under its own name.</summary>
    public static readonly ReversePolicy BeforeRerun = new(Tells: false, PassesStuck: false);
}
