using System.CommandLine;
using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Runner.State;
using PlanRunner.Steps;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Shows the change set that an apply would carry out. Takes no lock, creates no file, changes no database.</summary>
internal static class DryRunCommand
{
    private static readonly Option<bool> Offline = new("--offline") { Description = "Contact nothing: only the plan against the state" };

    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode") { Description = "Exit with 2 where there is something to run" };

    private static readonly Option<bool> Full = new("--full") { Description = "Show unchanged steps too, and checks to their last line" };

    private static readonly Option<string?> Out = new("--out") { Description = "Save what would run to this file, for apply --approved; holds no secret" };

    private static readonly Option<bool> NoChecks = new("--no-checks") { Description = "Leave out what checks ask (assert, wait, compare), which may be much work for a database" };
    private static readonly Option<string?> EvidenceFile = new("--evidence") { Description = "Show beside each step what this file of rehearse --evidence measured of the same text" };

    public static Command Build()
    {
        var command = new Command("dry-run", "Show what would run, against what ran; writes nothing anywhere")
        {
            CommonOptions.Plan, CommonOptions.Environment, CommonOptions.Variables, CommonOptions.State, Offline, NoChecks, DetailedExitCode, Full, CommonOptions.ReviewFormat, Out, CommonOptions.Approved, EvidenceFile,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(new CommandInput(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandInput input, CancellationToken cancellationToken)
    {
        var offline = input.Parsed.GetValue(Offline);
        if (LoadedPlan.Load(input, readSecrets: !offline, cancellationToken) is not { } loaded)
            return ExitCodes.Invalid;
        if (input.Parsed.GetValue(Out) is { } target && (string.IsNullOrWhiteSpace(target) || Path.GetFullPath(target) == Path.GetFullPath(loaded.Plan.Source.Path)))
        {
            input.Output.Error($"error PR5065: --out \"{target}\" {(string.IsNullOrWhiteSpace(target) ? "names no file" : "is the plan itself")}\n  help: name a file of its own, such as approved.json");
            return ExitCodes.Invalid;
        }

        var evidence = Evidence(input, loaded);
        if (evidence is { Ok: false })
            return ExitCodes.Invalid;
        var reading = loaded.LookAtState(input.Arguments);
        if (input.Report(reading.Diagnostics))
            return ExitCodes.PersonNeeded;
        if (reading.Torn)
            input.Output.Error("note: the last line of the state was cut off while it was written; it is left out");

        var told = offline || StateLock.HeldBy(loaded.StatePath) is not null ? [] : await MarkerLook.PutRightAsync(input, loaded, reading.Snapshot, cancellationToken);
        if (told is null)
            return ExitCodes.StepFailed;
        var changes = ChangePlanner.Decide(loaded.Rendered, reading.Snapshot, input.Time.GetUtcNow());
        await using var sessions = new Sessions(loaded.Plan.Name, loaded.ConnectionsInUse(reading.Snapshot), loaded.Redactor);
        if (!offline && !changes.NothingToDo)
        {
            var unlike = new Diagnostics();
            var (_, rebind) = await ServerIdentification.IdentifyAllAsync(input, sessions, reading.Snapshot, unlike, cancellationToken);
            if (input.Report(unlike))
                return rebind ? ExitCodes.PersonNeeded : ExitCodes.StepFailed;
        }

        var seen = offline ? null : await LookAsync(input, loaded, changes, sessions, cancellationToken);
        var sizes = seen is null ? null : await new RelationSizes(sessions).AskAsync(PlanFindings.Relations(changes, path => seen.GetValueOrDefault(path)?.Seen), cancellationToken);
        var approved = input.Parsed.GetValue(CommonOptions.Approved) is { } approvedFile ? Approved(input, approvedFile, changes) : null;
        var review = new ReviewBuilder(changes, new ReviewMaterial { Seen = seen, Sizes = sizes, Evidence = evidence.Found, Approved = approved }).Build();
        var written = Written(input, review);
        if (input.Parsed.GetRequiredValue(CommonOptions.ReviewFormat) == "github")
            input.Output.Commands(written);
        else
            input.Output.Result(written);
        if (seen is not null)
            TellChecks(input, seen);
        if (input.Parsed.GetValue(Out) is { } file)
            await File.WriteAllTextAsync(file, ReviewJson.Of(review), cancellationToken);
        var failed = seen?.Values.Select(s => s.Seen).OfType<Observation.Failed>().FirstOrDefault();
        if (failed is not null)
        {
            input.Output.Print(failed.Diagnostic);
            return ExitCodes.StepFailed;
        }

        if (Windows.RefuseLost(input, changes) is { } lost)
            return lost;
        if (told.Count > 0)
        {
            MarkerLook.Tell(input, told);
            input.Output.Error($"  help: this is what would run once the state is put right by the markers, which the next apply does, and nothing else\nnext: planrunner apply {input.Arguments}");
            return ExitCodes.PersonNeeded;
        }

        if (Undecided.TellRenamed(input, changes))
        {
            input.Output.Error($"next: {Undecided.Command(input, changes)}");
            return ExitCodes.PersonNeeded;
        }

        if (Blocked.Refuse(input, changes) is { } blocked)
            return blocked;
        if (changes.Undecided.Any())
            input.Output.Error($"next: {Undecided.Command(input, changes)}");
        else if (!changes.NothingToDo)
            input.Output.Progress($"To run exactly this, and nothing else: planrunner apply {input.Arguments} --expect-fingerprint {changes.Fingerprint}{(loaded.Environment.Protected && reading.Snapshot.IsEmpty ? " --first-run" : "")}");
        return input.Parsed.GetValue(DetailedExitCode) && !changes.NothingToDo ? ExitCodes.ChangesFound : ExitCodes.Done;
    }

    private static (bool Ok, Evidence? Found) Evidence(CommandInput input, LoadedPlan loaded)
    {
        if (input.Parsed.GetValue(EvidenceFile) is not { } file)
            return (true, null);
        var diagnostics = new Diagnostics();
        var found = Reviewing.Evidence.Read(file, loaded.Plan.Name, diagnostics);
        return (!input.Report(diagnostics), found);
    }

    private static string Written(CommandInput input, Review review) => input.Parsed.GetRequiredValue(CommonOptions.ReviewFormat) switch
    {
        "json" => ReviewJson.Of(review),
        "markdown" => new ReviewMarkdown(review, $"planrunner dry-run {input.Arguments}").Write(),
        "github" => new ReviewAnnotations(review).Write(),
        "html" => new ReviewHtml(review).Write(),
        _ => new ReviewText(review, input.Parsed.GetValue(Full), input.Output.ResultColour, input.Output.ResultWidth).Write(),
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

    private static Task<IReadOnlyDictionary<StepPath, SeenStep>> LookAsync(CommandInput input, LoadedPlan loaded, ChangeSet changes, Sessions sessions, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, CapturedValue> Resolve(IReadOnlyDictionary<string, CaptureReference> references, StepPath asking) => CaptureResolver.Resolve(references, asking, changes.State);
        StepContext ContextFor(RenderedStep step) => new()
        {
            Path = step.Path,
            Sessions = sessions,
            Processes = new ProcessRunner(),
            Time = input.Time,
            Redactor = loaded.Redactor,
            Journal = NoJournal.Instance,
            Tell = _ => { },
            Parameters = Resolve(step.Body!.Body.Parameters, step.Path),
            // A look must not queue behind a lock, where it would hold up others.
            LastRun = changes.State.Find(step.Path)?.Backend,
            Settings = step.Settings.ContainsKey("lock_timeout") ? step.Settings : new Dictionary<string, string>(step.Settings) { ["lock_timeout"] = "5s" },
            Timeout = step.Timeout is { } limit && limit < TimeSpan.FromSeconds(60) ? limit : TimeSpan.FromSeconds(60),
            PlanFolder = loaded.Plan.Folder,
        };
        return new ChangeObserver(ContextFor, Resolve, input.Time) { WithoutChecks = input.Parsed.GetValue(NoChecks) }.ObserveAsync(changes, cancellationToken);
    }
}
