using PlanRunner.Runner.Changes;

namespace PlanRunner.Runner.Commands;

/// <summary>The command that decides about the first step nobody but a person can decide about.</summary>
internal static class Undecided
{
    public static string Command(CommandInput input, ChangeSet changes)
    {
        var first = changes.Undecided.First();
        var words = input.Arguments.Split(" --env", 2);
        return first.Mark == ChangeMark.Changed
            ? $"planrunner accept {words[0]} {first.Path} --env{words[1]} --reason \"…\" (or set on_change, or bring the text back)"
            : $"planrunner resolve {words[0]} {first.Path} --env{words[1]} --done|--not-done --reason \"…\"";
    }
}
