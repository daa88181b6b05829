using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Kinds.Shell;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>Asks again and again until a condition holds.</summary>
internal sealed class WaitKind : StepKind
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    public override string Key => "wait";

    public override bool IsCheck => true;

    public override StepBody Bind(MappingNode node, StepBinder binder)
    {
        var keys = SqlKeys.Bind(node, binder);
        var failIf = FailIf(node["fail_if"]).Select(f => binder.Probe(f, keys.On)).OfType<Probe>().ToList();
        var progress = node["progress"] is MappingNode p ? binder.Probe(p, keys.On) : null;
        var explain = node["explain"] is MappingNode e ? new ShellKind().Bind(e, binder) : null;
        return new WaitStep(this, keys)
        {
            Condition = ConditionBinder.Bind(node, binder),
            Every = binder.Duration(node, "every") ?? UsualPause,
            Timeout = binder.Duration(node, "timeout"),
            FailIf = failIf,
            Progress = progress,
            Explain = explain,
            Connections =
            [
                .. failIf
                    .Select(f => f.On)
                    .Append(keys.On)
                    .Append(progress?.On)
                    .Concat(explain?.Connections ?? [])
                    .OfType<ConnectionReference>()
                    .DistinctBy(c => c.Name, StringComparer.Ordinal),
            ],
            Parameters = Together(binder, keys, [.. failIf, progress]),
        };
    }

    private static IEnumerable<MappingNode> FailIf(Node? node) =>
        node switch
        {
            MappingNode one => [one],
            SequenceNode several => several.Items.OfType<MappingNode>(),
            _ => [],
        };

    // The step's parameters are those of all its questions, by name.
    private static Dictionary<string, CaptureReference> Together(StepBinder binder, SqlKeys keys, params Probe?[] probes)
    {
        var all = new Dictionary<string, CaptureReference>(keys.Parameters, StringComparer.Ordinal);
        foreach (var (name, reference) in probes.OfType<Probe>().SelectMany(p => p.Parameters))
        {
            if (!all.TryAdd(name, reference) && all[name].ToString() != reference.ToString())
                binder.Diagnostics.Error(
                    "PR3314",
                    $"parameter \"{name}\" is {reference} here and {all[name]} in another question of this step",
                    reference.Place,
                    "give one of them another name"
                );
        }

        return all;
    }
}

/// <summary>A <c>wait</c> step as the plan says it.</summary>
internal sealed class WaitStep(WaitKind kind, SqlKeys keys) : SqlBody(kind, keys)
{
    internal BoundCondition? Condition { get; init; }

    public TimeSpan Every { get; init; }

    /// <summary>Any of them true ends the wait at once.</summary>
    public IReadOnlyList<Probe> FailIf { get; init; } = [];

    /// <summary>Gives <c>done</c>, <c>total</c>, <c>unit</c>.</summary>
    public Probe? Progress { get; init; }

    /// <summary>A script that finds the cause of a <c>fail_if</c> that is true; it changes nothing.</summary>
    public StepBody? Explain { get; init; }

    public override RenderedBody? Render(RenderScope scope)
    {
        var question = Keys.Question(scope);
        var condition = Condition is null ? null : Kinds.Condition.Render(Condition.Key, Condition.Expected, Condition.Place, scope);
        var failIf = FailIf.Select(f => Question.Render(f.On, f.Text, f.Parameters, scope)).ToList();
        var progress = Progress is null ? null : Question.Render(Progress.On, Progress.Text, Progress.Parameters, scope);
        var explain = Explain?.Render(scope);
        var settings = Keys.RenderSettings(scope);
        if (
            question is null
            || condition is null
            || settings is null
            || failIf.Contains(null)
            || (progress is null && Progress is not null)
            || (explain is null && Explain is not null)
        )
            return null;
        return new RenderedWait(this, question, condition, settings)
        {
            FailIf = [.. failIf.OfType<Question>()],
            Progress = progress,
            Explain = explain,
        };
    }
}
