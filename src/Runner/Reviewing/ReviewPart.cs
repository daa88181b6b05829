namespace PlanRunner.Runner.Reviewing;

/// <summary>
/// One of the parts that a plan is made of, as a runbook's table of contents has it: what it is for, and the moments that need a
/// person.
/// </summary>
/// <param name="Step">The group or step at the top of the plan.</param>
/// <param name="Checks">How many questions are asked in it.</param>
/// <param name="Changes">How many steps in it change something.</param>
/// <param name="Rehearsed">How long a rehearsal took for it; null where none measured it all.</param>
/// <param name="Moments">What needs a person, or cannot be undone, in order.</param>
internal sealed record ReviewPart(ReviewStep Step, int Checks, int Changes, TimeSpan? Rehearsed, IReadOnlyList<ReviewMoment> Moments)
{
    // Fewer are read as fast as a list of them.
    private const int FewestSteps = 12;

    /// <summary>The parts in which something happens; none where the plan is short.</summary>
    public static IReadOnlyList<ReviewPart> Of(Review review)
    {
        var parts = review.Steps.Where(step => !step.IsQuiet && step.SelfAndBelow.Any(s => s.Runs)).Select(Of).ToList();
        return parts.Count < 2 || parts.Sum(p => p.Checks + p.Changes) < FewestSteps ? [] : parts;
    }

    private static ReviewPart Of(ReviewStep step)
    {
        var running = step.SelfAndBelow.Where(s => s.Runs).ToList();
        var measured = running.ConvertAll(s => s.Evidence?.Milliseconds);
        return new ReviewPart(
            step,
            running.Count(s => s.IsCheck),
            running.Count(s => !s.IsCheck),
            measured.TrueForAll(m => m is not null) ? TimeSpan.FromMilliseconds(measured.Sum(m => m!.Value)) : null,
            [.. step.SelfAndBelow.Where(s => s.IsGroup || s.Runs).SelectMany(s => s.Moments.Select(what => new ReviewMoment(s, what)))]
        );
    }
}

/// <summary>Something that a person should know before it comes.</summary>
internal sealed record ReviewMoment(ReviewStep Step, string What);
