namespace PlanRunner.Steps.Postgres.EndStates;

/// <summary>A statement that can safely run twice, and leaves nothing half done.</summary>
internal sealed class RepeatableEnd(string command) : EndState
{
    public override string Settles => $"it runs again: {command} can safely run twice";

    public override Task<EndAnswer> AskAsync(Session session, string? before, CancellationToken cancellationToken) =>
        Task.FromResult<EndAnswer>(new EndAnswer.NotDone($"{command} can safely run twice"));
}
