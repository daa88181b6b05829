namespace PlanRunner.Steps.Model;

/// <summary>Something a running step reports to people as it happens. Text is already free of secrets.</summary>
internal abstract record StepEvent(StepPath Path)
{
    /// <summary>A server notice or warning.</summary>
    public sealed record Notice(StepPath Path, string Severity, string Text) : StepEvent(Path);

    /// <summary>A line that a child process printed.</summary>
    public sealed record Output(StepPath Path, string Text) : StepEvent(Path)
    {
        /// <summary>On its standard error.</summary>
        public bool Error { get; init; }
    }

    /// <summary>How far a wait or a generate is; total is null where it is not known.</summary>
    public sealed record Progress(StepPath Path, decimal Done, decimal? Total, string Unit) : StepEvent(Path);

    /// <summary>What the step is doing now: what it waits for, a retry, a transaction whose outcome is asked for.</summary>
    public sealed record Doing(StepPath Path, string Text) : StepEvent(Path);
}
