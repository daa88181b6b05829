using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>What a shell step silently leaves behind: changed files of its own text, processes that still run.</summary>
internal static class ShellWarnings
{
    /// <summary>The outcome, with its warnings.</summary>
    /// <param name="outcome">How the program ended.</param>
    /// <param name="ownChange">Of <see cref="OwnChange"/>.</param>
    /// <param name="goesOn">Of <see cref="GoesOn"/>.</param>
    public static StepOutcome Beside(StepOutcome outcome, Diagnostic? ownChange, Diagnostic? goesOn) =>
        outcome switch
        {
            StepOutcome.Done done when (ownChange ?? goesOn) is { } first => done with
            {
                Warning = ownChange is not null && goesOn is not null ? With(first, goesOn) : first,
            },
            // Without it, whoever fixes the failure looks for lines that were never read.
            StepOutcome.Failed failed when goesOn is not null => failed with { Diagnostic = With(failed.Diagnostic, goesOn) },
            _ => outcome,
        };

    /// <summary>The next command would find another text than the one that ran, without a visible cause.</summary>
    public static Diagnostic? OwnChange(StepPath step, IReadOnlyList<string> changed, Place place)
    {
        if (changed.Count == 0)
            return null;
        var without = string.Join(", ", changed.Select(name => $"\"!{name}\""));
        var part = changed.Count == 1 ? "is part of its text" : "are part of its text";
        return new Diagnostic(
            "PR6208",
            Severity.Warning,
            $"while {step} ran, {string.Join(", ", changed)} changed, which {part}: the next command finds the step changed",
            place,
            $"where the program itself writes it, with_files: [{without}] leaves it out; to take the new text: planrunner accept"
        );
    }

    /// <summary>What a process prints after its step has ended is not read.</summary>
    public static Diagnostic? GoesOn(ProcessResult result, string program, ProcessMark mark, Place place)
    {
        if (!result.OutputHeldOpen)
            return null;
        var left = Leftovers.Find(mark);
        var who = left.Count == 0 ? "a process" : $"process {string.Join(", ", left)}";
        return new Diagnostic(
            "PR6209",
            Severity.Warning,
            $"{program} ended and left {who} running, which held its output open: what it printed after that is lost",
            place,
            "let the script wait for what it starts (wait), or send its output elsewhere: PROGRAM >FILE 2>&1 &"
        );
    }

    private static Diagnostic With(Diagnostic diagnostic, Diagnostic other) =>
        diagnostic with
        {
            Detail = string.Join('\n', new[] { diagnostic.Detail, $"{other.Message}; {other.Help}" }.OfType<string>()),
        };
}
