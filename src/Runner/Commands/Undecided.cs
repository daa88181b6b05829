using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Commands;

/// <summary>The command that decides about the first step nobody but a person can decide about.</summary>
internal static class Undecided
{
    public static string Command(CommandInput input, ChangeSet changes)
    {
        var first = changes.Undecided.First();
        var arguments = input.Arguments.With(first.Path);
        if (first.State?.Undo is { InDoubt: true })
            return $"planrunner undo {input.Arguments} (it goes on with that undo), or planrunner resolve {arguments} --done|--not-done --reason \"…\"";
        return first.Mark == ChangeMark.Changed
            ? $"planrunner accept {arguments} --reason \"…\" (or set on_change, or bring the text back)"
            : $"planrunner resolve {arguments} --done|--not-done --reason \"…\"";
    }
}
