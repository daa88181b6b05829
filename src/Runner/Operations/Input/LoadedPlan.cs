using PlanRunner.Runner.Changes;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Plans;
using PlanRunner.Runner.Rendering;
using PlanRunner.Runner.State;
using PlanRunner.Source;
using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Steps.Processes;

namespace PlanRunner.Runner.Operations.Input;

/// <summary>A plan rendered for the environment that a person named, and where its state lives.</summary>
internal sealed record LoadedPlan(RenderedPlan Rendered, string StatePath, Redactor Redactor)
{
    /// <summary>Values of variables that the command line gave, or that were taken over from the last run.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>Who loaded it.</summary>
    public Operator By { get; init; } = Operator.OfProcess;

    public Plan Plan => Rendered.Plan;

    public PlanEnvironment Environment => Rendered.Environment;

    /// <summary>Databases have something to say of what is done.</summary>
    public bool HasMarkers => Environment.Connections.Values.Any(c => c.Markers);

    /// <summary>Null after every error was reported.</summary>
    public static LoadedPlan? Load(OperationInput input, bool readSecrets, CancellationToken cancellationToken)
    {
        var diagnostics = new Diagnostics();
        var variables = input.Variables(diagnostics);
        var plan = PlanLoader.Load(input.PlanPath, diagnostics, input.Kinds);
        if (input.SameVariables && plan is not null && input.EnvironmentPath is { } name)
            variables = GivenVariables.OfLastRun(plan, name, input.StatePath, variables, diagnostics);
        var loaded = Load(
            plan,
            NamedEnvironment.Of(input),
            new EnvironmentRequest(variables, readSecrets, input.Parts.Variable) { Stop = cancellationToken },
            diagnostics
        );
        input.Redactor = loaded?.Redactor ?? input.Redactor;
        return input.Report(diagnostics) ? null : loaded! with { By = input.Parts.Operator };
    }

    /// <summary>The plan, where there is one, in one of several environments. Null if an error was reported.</summary>
    public static LoadedPlan? Load(Plan? plan, NamedEnvironment named, EnvironmentRequest request, Diagnostics diagnostics)
    {
        PlanEnvironment? environment = null;
        if (named.Name is not { } name)
            diagnostics.Error(
                "PR3902",
                named.Missing,
                null,
                $"add {named.Option}{(plan is null ? "" : $" with one of: {string.Join(", ", EnvironmentLoader.Names(plan))}")}"
            );
        else if (plan is not null)
            environment = EnvironmentLoader.Load(plan, name, request, diagnostics);

        var rendered = plan is not null && environment is not null ? PlanRenderer.Render(plan, environment, diagnostics) : null;
        if (diagnostics.HasErrors || rendered is null)
            return null;
        PrivateFolder.RemoveAbandoned();
        return new LoadedPlan(rendered, StateFile.PathFor(plan!, environment!.Name, named.StatePath), Redactor.Of(environment.Secrets))
        {
            Given = request.Overrides,
        };
    }

    /// <summary>
    /// The connections of steps that are not skipped, or that did something here before: a server that no step needs may be gone.
    /// </summary>
    public IReadOnlyDictionary<string, ConnectionSettings> ConnectionsInUse(StateSnapshot state)
    {
        var used = Rendered
            .Leaves.Where(leaf => leaf.Included || state.Find(leaf.Path) is { MayHaveEffect: true })
            .SelectMany(leaf => leaf.Connections)
            .ToHashSet(StringComparer.Ordinal);
        return Environment.Connections.Where(c => used.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
    }

    /// <summary>The state, with what the plan says was renamed since.</summary>
    public StateReading ReadState()
    {
        var reading = StateFile.Read(StatePath, Plan.Name, Environment.Name);
        if (reading.Diagnostics.HasErrors || Renames.Of(Rendered, reading.Snapshot, By) is not { } renamed)
            return reading;
        reading.Snapshot.Apply(renamed);
        return reading with { Renamed = renamed };
    }

    /// <summary>The state for who only looks, without the lock; that it became older is one of its diagnostics.</summary>
    public StateReading LookAtState(CommandArguments arguments)
    {
        var reading = ReadState();
        if (!reading.Diagnostics.HasErrors && StateLock.CheckFree(StatePath, reading) is { } older)
            reading.Diagnostics.Add(RepairHelp.Typed(older, arguments));
        return reading;
    }
}
