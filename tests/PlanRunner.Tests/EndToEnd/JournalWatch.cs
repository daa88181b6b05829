using PlanRunner.Runner.Rehearsal.Measures;
using PlanRunner.Steps.Processes;
using Xunit;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Follows the journal of an apply that runs, so that a fault happens at one step and no other.</summary>
internal sealed class JournalWatch
{
    private readonly JournalTail tail;
    private readonly Task<ProcessResult> apply;
    private readonly List<string> lines = [];

    public JournalWatch(string stateFile, Task<ProcessResult> apply)
    {
        tail = new JournalTail(stateFile);
        // What earlier runs wrote.
        tail.ReadNew();
        this.apply = apply;
    }

    /// <summary>Until the apply has written this event (<c>started</c>, <c>done</c> …) about this step.</summary>
    public async Task UntilAsync(string what, string step)
    {
        while (!Seen(what, step))
        {
            var over = apply.IsCompleted;
            lines.AddRange(tail.ReadNew());
            Assert.True(!over || Seen(what, step), $"the apply was over before {what} {step}");
            await Task.Delay(10);
        }
    }

    private bool Seen(string what, string step) =>
        lines.Exists(line =>
            line.Contains($"\"event\":\"{what}\"", StringComparison.Ordinal)
            && line.Contains($"\"step\":\"{step}\"", StringComparison.Ordinal)
            && !line.Contains("\"undo\":true", StringComparison.Ordinal)
        );
}
