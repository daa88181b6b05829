using System.Globalization;
using System.Text;
using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>The sizes of what a shell step passes in variables and arguments: systems limit each, and all of them together.</summary>
internal static class ShellSizes
{
    /// <summary>What to change where the system refused them for their length. Nothing ran.</summary>
    public static Diagnostic TooLong(
        ShellStep step,
        RenderedShell shell,
        IReadOnlyDictionary<string, CapturedValue> parameters,
        Place place
    )
    {
        var all = Handed(step, shell, parameters, place).OrderByDescending(value => value.Size).ToList();
        if (all.Count == 0)
            return Diagnostic.Error(
                "PR6210",
                "the environment of planrunner itself is larger than the system can pass to a program",
                place,
                "unset long variables: env | sort"
            );
        var largest = all[0];
        var others = all.Count == 1 ? "" : $", and all {all.Count} together {Number(all.Sum(value => value.Size * value.Times))}";
        return Diagnostic.Error(
            "PR6210",
            $"{largest.Name} has {Number(largest.Size)} bytes{others}: "
                + "more than the system can pass to a program in its variables and arguments",
            largest.Place,
            (
                largest.Captured
                    ? "capture less, or let this step get it itself: "
                        + "in one script with what prints it, by a pipe, or with psql (with_connections)"
                    : "give it in stdin, or in a file"
            ) + "; Linux allows 128 KiB in one and 2 MiB in total"
        );
    }

    private static IEnumerable<(string Name, int Size, int Times, Place Place, bool Captured)> Handed(
        ShellStep step,
        RenderedShell shell,
        IReadOnlyDictionary<string, CapturedValue> parameters,
        Place place
    )
    {
        foreach (var (name, value) in parameters)
        {
            var reference = step.Parameters.GetValueOrDefault(name);
            // Each is there in capitals too.
            var times = name == name.ToUpperInvariant() ? 1 : 2;
            yield return (
                $"capture {reference} in ${name}",
                Encoding.UTF8.GetByteCount(value.Text),
                times,
                reference?.Place ?? place,
                true
            );
        }

        foreach (var (name, value) in shell.Environment)
            yield return ($"env.{name}", Encoding.UTF8.GetByteCount(value.Text), 1, value.PlaceAt(0), false);
        foreach (var (argument, index) in (shell.Command ?? []).Select((part, index) => (part, index)))
            yield return (
                index == 0 ? "the program" : $"argument {index}",
                Encoding.UTF8.GetByteCount(argument.Text),
                1,
                argument.PlaceAt(0),
                false
            );
    }

    private static string Number(int size) => size.ToString("N0", CultureInfo.InvariantCulture);
}
