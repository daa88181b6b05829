using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>What a program that ended came to: its exit code, what it must not say, what is captured of it.</summary>
/// <param name="step">What the plan asks of it.</param>
/// <param name="name">What ended, as people read it.</param>
/// <param name="place">Its place in the plan.</param>
internal sealed class ShellResult(ShellStep step, string name, Place place)
{
    /// <summary>As much of its output is kept to be captured.</summary>
    public const int CaptureLimit = 1 << 20;

    public StepOutcome Of(ProcessResult result, ShellOutput output, Redactor redactor)
    {
        if (result.StoppedFull)
            return TooMuch($"it was stopped there{output.Where}; ");
        if (!step.SuccessCodes.Contains(result.ExitCode))
        {
            var signal = result.ExitCode > 128 ? $" (signal {result.ExitCode - 128})" : "";
            return Failed(
                "PR6202",
                $"{name} ended with exit code {result.ExitCode}{signal}",
                $"fix the reported error{output.Where}",
                output.Errors
            );
        }

        if (output.Offending is { } line)
            return Failed(
                "PR6203",
                $"{name} ended with exit code {result.ExitCode}, but said \"{line}\"",
                $"fix the reported error, or allow it with allow_output{output.Where}",
                output.Errors
            );
        return Captured(result, redactor);
    }

    private StepOutcome Captured(ProcessResult result, Redactor redactor)
    {
        if (step.Capture is null)
            return StepOutcome.Done.Nothing;
        if (result.Truncated)
            return TooMuch("");
        var text = result.Output.TrimEnd('\n', '\r');
        if (text.Contains('\0', StringComparison.Ordinal))
            return Failed("PR6205", $"{name} printed binary data, which cannot be captured", "print text");
        if (redactor.Holds(text) is { } secret)
            return Failed(
                "PR6207",
                $"{name} printed the secret {secret}, and captured values are stored in the state in clear text",
                "print something else"
            );
        var value = new CapturedValue(
            step.CaptureType(step.Capture)!,
            step.Capture == "lines" ? ArrayLiteral(text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n')) : text
        );
        return CapturedTexts.Mistake(value) is not null
            ? Failed("PR6206", $"{name} did not print JSON", "print one JSON value and nothing else on standard output")
            : new StepOutcome.Done(new Dictionary<string, CapturedValue>(StringComparer.Ordinal) { [step.Capture] = value });
    }

    private StepOutcome.Failed TooMuch(string before) =>
        Failed(
            "PR6204",
            string.Create(CultureInfo.InvariantCulture, $"{name} printed more than the {CaptureLimit:N0} characters that can be captured"),
            $"{before}print less, or keep it in a file"
        );

    private StepOutcome.Failed Failed(string id, string message, string help, string? detail = null) =>
        new(Diagnostic.Error(id, message, place, help) with { Detail = detail }, EffectAfterFailure.Partial);

    private static string ArrayLiteral(IEnumerable<string> items) =>
        "{"
        + string.Join(
            ',',
            items.Select(item =>
                $"\"{item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            )
        )
        + "}";
}
