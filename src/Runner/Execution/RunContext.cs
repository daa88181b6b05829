using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Markers;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Execution;

/// <summary>All that a run works with.</summary>
internal sealed class RunContext
{
    public required RenderedPlan Plan { get; init; }

    public required string Run { get; init; }

    public required StateStore Store { get; init; }

    public required Sessions Sessions { get; init; }

    public required ProcessRunner Processes { get; init; }

    public required Redactor Redactor { get; init; }

    public required TimeProvider Time { get; init; }

    public required Answers Answers { get; init; }

    /// <summary>Who runs it.</summary>
    public required Operator Operator { get; init; }

    public DatabaseMarkers? Markers { get; init; }

    /// <summary>The state's file: what programs print is kept beside it.</summary>
    public required string StateFile { get; init; }

    public required Action<RunEvent> Tell { get; init; }

    /// <summary>How a person names this plan and environment on the command line, for the next command to type.</summary>
    public required CommandArguments CommandArguments { get; init; }

    /// <summary>The same with what else was given, such as --until, to continue with just that.</summary>
    public required CommandArguments Again { get; init; }

    public StateSnapshot Snapshot => Store.Snapshot;

    /// <summary>What a body may touch when it runs as <paramref name="step"/>, or as its undo.</summary>
    public StepContext ContextFor(RenderedStep step, RenderedBody? body, bool undo)
    {
        var state = Snapshot.Find(step.Path);
        var markers = undo ? state?.Undo : state;
        return new StepContext
        {
            Path = step.Path,
            StartedAs = state?.StartedAs is { } before ? new StepPath(before) : null,
            Run = Run,
            Markers = Markers,
            Undoing = undo,
            Fingerprint = step.Fingerprint,
            Sessions = Sessions,
            Processes = Processes,
            Time = Time,
            Redactor = Redactor,
            Journal = new StepJournal(Store, Run, step.Path, undo),
            Tell = told => Tell(new RunEvent.Told(told)),
            Parameters = body is null
                ? new Dictionary<string, CapturedValue>()
                : CaptureResolver.Resolve(body.Body.Parameters, step.Path, Snapshot),
            Settings = step.Settings,
            Timeout = step.Timeout,
            Verify = undo ? null : step.Verify,
            VerifyParameters =
                step.Verify is { } verify && !undo
                    ? CaptureResolver.Resolve(verify.Parameters, step.Path, Snapshot)
                    : new Dictionary<string, CapturedValue>(),
            Listed = markers?.Begun,
            LastRun = markers?.LastBackend,
            Idempotent = undo ? step.Step.Undo?.Idempotent == true : step.Step.Idempotent,
            PlanFolder = Plan.Plan.Folder,
            Programs = Plan.Environment.Programs,
            OutputFile = KeptOutput.PathFor(StateFile, step.Path, undo),
            ManualAnswer = Plan.Environment.ManualAnswers.GetValueOrDefault(step.Path.Value),
            Approved = state?.Approved == true,
        };
    }
}
