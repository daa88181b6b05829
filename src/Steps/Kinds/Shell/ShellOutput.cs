using System.Text.RegularExpressions;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Steps.Kinds.Shell;

/// <summary>The output of a shell step's program: shown live, kept in a file, its end kept for a failure, offending lines noted.</summary>
/// <param name="context">Where it is shown.</param>
/// <param name="step">What it must not say.</param>
/// <param name="placed">Turns a place in the script into one in the plan.</param>
internal sealed class ShellOutput(StepContext context, ShellStep step, Func<string, string>? placed) : IDisposable
{
    private readonly Lock guard = new();
    private readonly Excerpt errors = context.OutputFile is null ? Excerpt.OfUnkept() : Excerpt.OfKept();
    private readonly KeptOutput? kept = context.OutputFile is { } file ? new KeptOutput(file) : null;
    private bool spoke;

    public string? Offending { get; private set; }

    /// <summary>Of its errors, as much as people read.</summary>
    public string? Errors
    {
        get
        {
            lock (guard)
                return errors.IsEmpty ? null : string.Join('\n', errors.Lines);
        }
    }

    /// <summary>Where all that it said can be read; null where it said nothing, or nothing is kept.</summary>
    public string? KeptFile => kept is not null && spoke ? context.OutputFile : null;

    /// <summary>The same after a remedy.</summary>
    public string Where => KeptFile is { } file ? $"; full output: {file}" : "";

    public void Line(string line) => Tell(context.Redactor.Redact(line), error: false);

    public void ErrorLine(string line)
    {
        var shown = context.Redactor.Redact(placed is null ? line : placed(line));
        lock (guard)
        {
            errors.Add(shown);
            if (
                step.FailOnOutput.Any(pattern => IsMatch(pattern, line, otherwise: true))
                && !step.AllowOutput.Any(pattern => IsMatch(pattern, line, otherwise: false))
            )
                Offending ??= Excerpt.Cut(shown);
        }

        Tell(shown, error: true);
    }

    public void Dispose()
    {
        lock (guard)
            kept?.Dispose();
    }

    // A pattern that takes too long on a line cannot prove it harmless.
    private static bool IsMatch(Regex pattern, string line, bool otherwise)
    {
        try
        {
            return pattern.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return otherwise;
        }
    }

    private void Tell(string shown, bool error)
    {
        lock (guard)
        {
            spoke = true;
            kept?.Line(shown);
            context.Tell(new StepEvent.Output(context.Path, shown) { Error = error });
        }
    }
}
