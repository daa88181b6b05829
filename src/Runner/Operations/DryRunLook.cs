using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Execution.Observing;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Formats;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Operations;

/// <summary>Looks at the databases for a change set, and shows it as it was asked for: of an apply, or of an undo.</summary>
internal sealed class DryRunLook(OperationInput input, LoadedPlan loaded, LookOptions options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>What is saved may not replace the plan.</summary>
    public static Refusal? WrongTarget(OperationInput input, LoadedPlan loaded)
    {
        if (input.Request.Out is not { } target)
            return null;
        var wrong =
            string.IsNullOrWhiteSpace(target) ? "names no file"
            : Path.GetFullPath(input.Parts.InFolder(target)) == Path.GetFullPath(loaded.Plan.Source.Path) ? "is the plan itself"
            : null;
        return wrong is null
            ? null
            : Refusal.Of(ExitCodes.Invalid, "PR5065", $"--out \"{target}\" {wrong}", "name a file of its own, such as approved.json");
    }

    /// <summary>How what was shown is carried out, and nothing else, once it is approved.</summary>
    /// <param name="what">What the command does.</param>
    /// <param name="input">The command line of the dry run, which may have saved it.</param>
    /// <param name="command">What carries it out.</param>
    public static string HowTo(string what, OperationInput input, string command) =>
        input.Request.Out is { } file
            ? $"To {what} exactly this, and nothing else: {command} --approved {CommandArguments.Quoted(file)}"
            : $"To {what} exactly this, and nothing else: save it with --out FILE, then run: {command} --approved FILE";

    public static string HowToApply(OperationInput input, GateQuestion asked)
    {
        var first = asked.Plan.Environment.Protected && asked.Now.State.IsEmpty ? " --first-run" : "";
        var apply = $"planrunner apply {input.Arguments}";
        return asked.Plan.Environment.RequireApproval
            ? HowTo("run", input, $"{apply}{first}")
            : $"To run exactly this, and nothing else: {apply} --expect-fingerprint {asked.Now.Fingerprint}{first}";
    }

    /// <summary>Why it cannot be shown, or not wholly: a server cannot be asked, or is another one.</summary>
    public async Task<Refusal?> ShowAsync(ChangeSet changes, CancellationToken cancellationToken)
    {
        await using var sessions = new Sessions(loaded.Plan.Name, loaded.ConnectionsInUse(changes.State), loaded.Redactor);
        if (!options.Offline && !changes.NothingToDo)
        {
            var unlike = new Diagnostics();
            var (_, rebind) = await ServerIdentification.IdentifyAllAsync(
                input.Arguments,
                sessions,
                changes.State,
                unlike,
                cancellationToken
            );
            if (unlike.HasErrors)
                return Refusal.Found(rebind ? ExitCodes.PersonNeeded : ExitCodes.StepFailed, unlike);
            input.Report(unlike);
        }

        var seen = options.Offline ? null : await LookAsync(changes, sessions, cancellationToken);
        var sizes = seen is null
            ? null
            : await new RelationSizes(sessions).AskAsync(
                PlanFindings.Relations(changes, path => seen.GetValueOrDefault(path)?.Seen),
                cancellationToken
            );
        var review = new ReviewBuilder(
            changes,
            new ReviewMaterial
            {
                Seen = seen,
                Sizes = sizes,
                Evidence = options.Evidence,
                Approved = Approved(changes),
            }
        ).Build();
        await WriteAsync(review, cancellationToken);
        if (seen is null)
            return null;
        TellChecks(seen);
        return seen.Values.Select(s => s.Seen).OfType<Observation.Failed>().FirstOrDefault() is { } failed
            ? new Refusal(ExitCodes.StepFailed) { Reasons = [failed.Diagnostic] }
            : null;
    }

    private async Task WriteAsync(Review review, CancellationToken cancellationToken)
    {
        ReportFormats.Show(
            input.Output,
            input.Request.ReviewFormat,
            Report.Of(review),
            new FormatOptions { Full = options.Full, Again = options.Again }
        );
        if (input.Request.Out is { } file)
            await File.WriteAllTextAsync(input.Parts.InFolder(file), ReviewJson.Of(review), cancellationToken);
    }

    private void TellChecks(IReadOnlyDictionary<StepPath, SeenStep> seen)
    {
        var asked = seen.Where(s => s.Value.Took is not null).ToList();
        if (asked.Count == 0)
            return;
        var (step, longest) = asked.MaxBy(s => s.Value.Took);
        var all = Durations.Format(asked.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Value.Took!.Value));
        input.Output.Progress(
            $"Checks: {asked.Count} asked in {all}, the longest {step.Value} in {Durations.Format(longest.Took!.Value)}; "
                + "--no-checks skips them"
        );
    }

    // A stale one is shown too: only an apply refuses it.
    private SavedReview? Approved(ChangeSet changes)
    {
        if (input.Typed.Approved is not { } file)
            return null;
        var diagnostics = new Diagnostics();
        var saved = SavedReview.Read(file, diagnostics);
        input.Report(diagnostics);
        if (saved is null)
            return null;
        if (Agreement.Differences(saved, changes) is { Count: > 0 } differences)
            input.Output.Tell(
                new Diagnostic("PR5062", Severity.Warning, $"{file}: not what would run now", null)
                {
                    Detail = ApprovalGate.Listed(differences),
                }
            );
        else
            input.Output.Error($"{file}: the same as what would run now");
        return saved;
    }

    private static IReadOnlyDictionary<string, string> Impatient(IReadOnlyDictionary<string, string> settings) =>
        settings.ContainsKey("lock_timeout") ? settings : new Dictionary<string, string>(settings) { ["lock_timeout"] = "5s" };

    private Task<IReadOnlyDictionary<StepPath, SeenStep>> LookAsync(
        ChangeSet changes,
        Sessions sessions,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyDictionary<string, CapturedValue> Resolve(IReadOnlyDictionary<string, CaptureReference> references, StepPath asking) =>
            CaptureResolver.Resolve(references, asking, changes.State);
        StepContext ContextFor(StepChange change) =>
            new()
            {
                Path = change.Path,
                Undoing = change.IsUndo,
                Sessions = sessions,
                Processes = ProcessRunner.Default,
                Time = input.Time,
                Redactor = loaded.Redactor,
                Journal = NoJournal.Instance,
                Tell = _ => { },
                Parameters = Resolve(change.Step.Body!.Body.Parameters, change.Path),
                LastRun = change.Attempt?.LastBackend,
                Listed = change.Attempt?.Begun,
                // A look must not queue behind a lock, where it would hold up others.
                Settings = Impatient(change.Step.Settings),
                Timeout = change.Step.Timeout is { } limit && limit < Longest ? limit : Longest,
                PlanFolder = loaded.Plan.Folder,
            };
        return new ChangeObserver(ContextFor, Resolve, input.Time) { WithoutChecks = options.WithoutChecks }.ObserveAsync(
            changes,
            cancellationToken
        );
    }
}
