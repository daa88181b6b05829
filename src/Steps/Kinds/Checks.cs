using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;
using PlanRunner.Steps.Postgres.Transactions;

namespace PlanRunner.Steps.Kinds;

/// <summary>What the checking kinds share: how failures become outcomes, and observations in a dry run.</summary>
internal static class Checks
{
    /// <summary>Runs a check; it leaves no effect whatever happens.</summary>
    public static async Task<StepOutcome> RunAsync(
        StepContext context,
        Place place,
        Func<StepDeadline, Task<StepOutcome>> check,
        CancellationToken cancellationToken
    )
    {
        var deadline = new StepDeadline(context);
        try
        {
            return await check(deadline);
        }
        catch (PostgresFailureException e)
        {
            return new StepOutcome.Failed(e.At(place) with { Unanswered = true }, EffectAfterFailure.None) { Transient = e.Transient };
        }
        catch (OperationCanceledException)
            when (cancellationToken.IsCancellationRequested && deadline.Passed("asking", place) is { } overdue)
        {
            return new StepOutcome.Failed(overdue, EffectAfterFailure.None);
        }
    }

    /// <summary>Asks for a dry run; what does not exist yet is asked later.</summary>
    public static async Task<Observation> ObserveAsync(
        StepContext context,
        Place place,
        IReadOnlyDictionary<string, CaptureReference> parameters,
        Func<Task<Observation>> ask
    )
    {
        foreach (var (name, reference) in parameters)
        {
            if (!context.Parameters.ContainsKey(name))
                return new Observation.Later($"{reference} is not captured yet");
        }

        try
        {
            return await ask();
        }
        catch (PostgresFailureException e) when (PostgresFailures.IsMissingObject(e.SqlState))
        {
            return new Observation.Later(e.Diagnostic.Message);
        }
        catch (PostgresFailureException e)
        {
            return new Observation.Failed(e.At(place));
        }
    }

    public static StepOutcome Failed(Diagnostic diagnostic) => new StepOutcome.Failed(diagnostic, EffectAfterFailure.None);

    /// <summary>A failure, or a warning that lets the run continue.</summary>
    public static StepOutcome Told(Diagnostic diagnostic, bool warn) =>
        warn ? StepOutcome.Done.Nothing with { Warning = diagnostic with { Severity = Severity.Warning } } : Failed(diagnostic);

    /// <summary>The lines <c>-- key: value</c> before a text; those without a value are left out.</summary>
    public static string Header(params (string Key, string? Value)[] facts) =>
        string.Concat(
            facts.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"-- {f.Key}: {f.Value!.ReplaceLineEndings(" ").Trim()}\n")
        );
}
