namespace PlanRunner.Steps.Postgres;

/// <summary>Opens sessions by a connection's name: one physical, un-pooled connection each, named after plan and step.</summary>
public sealed class Sessions(string plan, IReadOnlyDictionary<string, ConnectionSettings> connections)
{
    public string Plan { get; } = plan;

    public IReadOnlyDictionary<string, ConnectionSettings> Connections { get; } = connections;
}
