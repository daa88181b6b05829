namespace PlanRunner.Runner.Changes;

/// <summary>A guarded group that was started and has not ended.</summary>
/// <param name="Since">When its started line was written.</param>
/// <param name="Deadline">When it times out; null without a timeout.</param>
/// <param name="PastReturn">A step marked <c>point_of_no_return</c> has started: it is no longer undone.</param>
/// <param name="UndoFirst">An apply undoes it before anything else, then begins it again.</param>
/// <param name="Because">Why it is undone.</param>
internal sealed record OpenGroup(DateTimeOffset Since, DateTimeOffset? Deadline, bool PastReturn, bool UndoFirst, string? Because);
