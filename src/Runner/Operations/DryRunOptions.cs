using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reviewing;
using PlanRunner.Source;

namespace PlanRunner.Runner.Operations;

/// <summary>What is asked of a dry run beside the plan.</summary>
internal sealed record DryRunOptions
{
    /// <summary>Nothing is contacted.</summary>
    public bool Offline { get; init; }

    /// <summary>Without what checks ask.</summary>
    public bool WithoutChecks { get; init; }

    public bool DetailedExitCode { get; init; }

    public bool Full { get; init; }

    /// <summary>A file of <c>rehearse --evidence</c>, to be opened.</summary>
    public string? EvidenceFile { get; init; }

    /// <summary>How the change set is shown; null if the evidence cannot be read, which was reported.</summary>
    public LookOptions? Look(OperationInput input, LoadedPlan loaded)
    {
        var diagnostics = new Diagnostics();
        var evidence = EvidenceFile is { } file ? Evidence.Read(file, loaded.Plan.Name, diagnostics) : null;
        return input.Report(diagnostics)
            ? null
            : new LookOptions($"planrunner dry-run {input.Arguments}")
            {
                Offline = Offline,
                Evidence = evidence,
                Full = Full,
                WithoutChecks = WithoutChecks,
            };
    }
}
