using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Postgres.Markers;
using PlanRunner.Steps.Processes;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Contract;

/// <summary>All that a rendered body may touch while it runs.</summary>
internal sealed class StepContext
{
    public required StepPath Path { get; init; }

    /// <summary>The path that the attempt which is resolved ran under, where the step was renamed since.</summary>
    public StepPath? StartedAs { get; init; }

    /// <summary>The run's id.</summary>
    public string Run { get; init; } = "";

    public required Sessions Sessions { get; init; }

    public required ProcessRunner Processes { get; init; }

    public required TimeProvider Time { get; init; }

    public required Redactor Redactor { get; init; }

    /// <summary>Where the step writes its markers.</summary>
    public required IStepJournal Journal { get; init; }

    /// <summary>The markers in databases that have them; null where none has.</summary>
    public DatabaseMarkers? Markers { get; init; }

    /// <summary>It is the step's undo that runs.</summary>
    public bool Undoing { get; init; }

    /// <summary>Of the step's rendered text.</summary>
    public string Fingerprint { get; init; } = "";

    public required Action<StepEvent> Tell { get; init; }

    /// <summary>The values of the parameters that the body declares, by parameter name.</summary>
    public required IReadOnlyDictionary<string, CapturedValue> Parameters { get; init; }

    /// <summary>The values of the parameters that <see cref="Verify"/> declares.</summary>
    public IReadOnlyDictionary<string, CapturedValue> VerifyParameters { get; init; } = new Dictionary<string, CapturedValue>();

    /// <summary>Session settings: the plan's defaults overlaid by the step's own.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The step's own deadline; the token is cancelled when it is over, servers are given it too.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Asked after the effect: before COMMIT where step and probe share connection and transaction.</summary>
    public RenderedProbe? Verify { get; init; }

    /// <summary>The statements that an earlier, cut-off attempt of a generate had listed, with how far it came.</summary>
    public IReadOnlyList<ListedItemState>? Listed { get; init; }

    /// <summary>The backend of the previous attempt, and what existed before it; outside transactions only.</summary>
    public BackendPoint? LastRun { get; init; }

    /// <summary>True where the plan says that running it twice is the same as once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>The folder that relative paths of shell steps start from: the plan's.</summary>
    public required string PlanFolder { get; init; }

    /// <summary>A folder that comes first in the PATH of the programs that a step runs; null where there is none.</summary>
    public string? Programs { get; init; }

    /// <summary>What is laid over the environment of every program that a step runs.</summary>
    public Dictionary<string, string?> ProgramVariables() =>
        Programs is null
            ? new(StringComparer.Ordinal)
            : new(StringComparer.Ordinal) { ["PATH"] = $"{Programs}:{Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"}" };

    /// <summary>Where all that a program prints is kept; null where it is not.</summary>
    public string? OutputFile { get; init; }

    /// <summary>How an environment answers this manual step (rehearsals), as argv; null where a person must.</summary>
    public IReadOnlyList<string>? ManualAnswer { get; init; }

    /// <summary>True where a person has approved this manual step beforehand.</summary>
    public bool Approved { get; init; }
}
