using System.Text.RegularExpressions;
using PlanRunner.Runner.Reporting;
using PlanRunner.Source;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>What must hold for diagnostics, whatever they are about.</summary>
internal static partial class Told
{
    /// <summary>A value of the environment that must never be read in what is told.</summary>
    public const string Hidden = "hunter2S3CR3T";

    private static readonly DiagnosticPrinter Printer = new("/");

    /// <summary>Checks them, and gives their numbers and messages without the values in them: the way that a case went.</summary>
    public static string Check(Diagnostics diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Place is { } place)
                CheckPlace(diagnostic, place);
        }

        foreach (var line in Printer.Print(diagnostics))
        {
            if (line.Contains(Hidden, StringComparison.Ordinal))
                throw new FuzzFailureException("a secret is told", line);
            if (line.Any(c => char.IsControl(c) && c != '\n'))
                throw new FuzzFailureException("a control character is printed", line);
        }

        return string.Join(
            ' ',
            diagnostics.Select(d => $"{d.Id}{Shape(d.Message)}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(6)
        );
    }

    private static void CheckPlace(Diagnostic diagnostic, Place place)
    {
        var line = place.Source.Line(place.Line);
        var inside =
            place.Line >= 1
            && place.Line <= place.Source.LineCount
            && place.Column >= 1
            && place.Column <= line.Length + 1
            && place.Length >= 1
            && place.Length <= Math.Max(1, line.Length - place.Column + 1);
        if (!inside)
            throw new FuzzFailureException(
                $"{diagnostic.Id} is out of range",
                $"{place}+{place.Length}, where the line has {line.Length} of {place.Source.LineCount} lines: {diagnostic.Message}"
            );
    }

    private static string Shape(string message) => Value().Replace(message.Length > 200 ? message[..200] : message, "").Trim();

    [GeneratedRegex("\"[^\"]*\"|\\S*[^a-zA-Z ,;:]\\S*", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Value();
}
