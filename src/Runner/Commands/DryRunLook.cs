using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Execution.Observing;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Commands;

/// <summary>Looks at the databases for a change set, and shows it as it was asked for: of an apply, or of an undo.</summary>
internal static class DryRunLook
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static readonly Option<string?> Out = new("--out")
    {
        Description = "Save what is shown to this file, to be approved and given back with --approved; holds no secret",
    };

    /// <summary>The exit code where a server cannot be asked, or is another one, which was told; null after it was shown.</summary>
    public static async Task<int?> ShowAsync(
        CommandInput input, LoadedPlan loaded, ChangeSet changes, bool offline, Evidence? evidence, bool full, bool withoutChecks, string again, CancellationToken cancellationToken)
    {
        await using var sessions = new Sessions(loaded.Plan.Name, loaded.ConnectionsInUse(changes.State), loaded.Redactor);
        if (!offline && !changes.NothingToDo)
        {
            var unlike = new Diagnostics();
            var (_, rebind) = await ServerIdentification.IdentifyAllAsync(input, sessions, changes.State, unlike, cancellationToken);
            if (input.Report(unlike))
                return rebind ? ExitCodes.PersonNeeded : ExitCodes.StepFailed;
        }

        var seen = offline ? null : await LookAsync(input, loaded, changes, sessions, withoutChecks, cancellationToken);
        var sizes = seen is null ? null : await new RelationSizes(sessions).AskAsync(PlanFindings.Relations(changes, path => seen.GetValueOrDefault(path)?.Seen), cancellationToken);
        var approved = input.Parsed.GetValue(CommonOptions.Approved) is { } approvedFile ? Approved(input, approvedFile, changes) : null;
        var review = new ReviewBuilder(changes, new ReviewMaterial { Seen = seen, Sizes = sizes, Evidence = evidence, Approved = approved }).Build();
        var written = Written(input, review, full, again);
        if (input.Parsed.GetRequiredValue(CommonOptions.ReviewFormat) == "github")
            input.Output.Commands(written);
        else
            input.Output.Result(written);
        if (seen is not null)
            TellChecks(input, seen);
        if (input.Parsed.GetValue(Out) is { } file)
            await File.WriteAllTextAsync(file, ReviewJson.Of(review), cancellationToken);
        if (seen?.Values.Select(s => s.Seen).OfType<Observation.Failed>().FirstOrDefault() is not { } failed)
            return null;
        input.Output.Print(failed.Diagnostic);
        return ExitCodes.StepFailed;
    }

    private static string Written(CommandInput input, Review review, bool full, string again) => input.Parsed.GetRequiredValue(CommonOptions.ReviewFormat) switch
    {
        "json" => ReviewJson.Of(review),
        "markdown" => new ReviewMarkdown(review, again).Write(),
        "github" => new ReviewAnnotations(review).Write(),
        "html" => new ReviewHtml(review).Write(),
        _ => new ReviewText(review, full, input.Output.ResultColour, input.Output.ResultWidth).Write(),
    };

    private static void TellChecks(CommandInput input, IReadOnlyDictionary<StepPath, SeenStep> seen)
    {
        var asked = seen.Where(s => s.Value.Took is not null).ToList();
        if (asked.Count == 0)
            return;
        var (step, longest) = asked.MaxBy(s => s.Value.Took);
        var all = Durations.Format(asked.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Value.Took!.Value));
        input.Output.Progress($"Checks: {asked.Count} asked in {all}, the longest {step.Value} in {Durations.Format(longest.Took!.Value)}; --no-checks leaves them out");
    }

    // A stale one is shown too: only an apply refuses it.
    private static SavedReview? Approved(CommandInput input, string file, ChangeSet changes)
    {
        var diagnostics = new Diagnostics();
        var saved = SavedReview.Read(file, diagnostics);
        input.Report(diagnostics);
        if (saved is null)
            return null;
        var differences = Agreement.Differences(saved, changes);
        input.Output.Error(differences.Count == 0 ? $"{file}: the same as what would run now" : $"warning PR5062: {file}: not what would run now\n  - {string.Join("\n  - ", differences)}", differences.Count == 0 ? null : "yellow");
        return saved;
    }

    private static IReadOnlyDictionary<string, string> Impatient(IReadOnlyDictionary<string, string> settings) =>
        settings.ContainsKey("lock_timeout") ? settings : new Dictionary<string, string>(settings) { ["lock_timeout"] = "5s" };

    private static Task<IReadOnlyDictionary<StepPath, SeenStep>> LookAsync(CommandInput input, LoadedPlan loaded, ChangeSet changes, Sessions sessions, bool withoutChecks, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, CapturedValue> Resolve(IReadOnlyDictionary<string, CaptureReference> references, StepPath asking) => CaptureResolver.Resolve(references, asking, changes.State);
        StepContext ContextFor(StepChange change) => new()
        {
            Path = change.Path,
            Undoing = change.TakesBack,
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
        return new ChangeObserver(ContextFor, Resolve, input.Time) { WithoutChecks = withoutChecks }.ObserveAsync(changes, cancellationToken);
    }
}
