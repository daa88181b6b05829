using PlanRunner.Runner.Plans.Schema;
using PlanRunner.Source;
using PlanRunner.Steps;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Runner.Plans;

/// <summary>Binds <c>undo: none</c> or <c>undo: { sql: {…}, idempotent, retry }</c>, and a step's retry.</summary>
internal sealed class UndoBinder(ITemplateFiles files, SchemaReport report, StepKinds kinds, Diagnostics diagnostics, bool templates)
{
    private const int UsualAttempts = 5;

    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsualMaxDelay = TimeSpan.FromSeconds(30);

    public Undo? Bind(MappingNode step, StepBody? body)
    {
        switch (step["undo"])
        {
            // Refused by the schema, but meant: that it is missing must not be reported as well.
            case { } node when !report.IsSound(node):
                return new Undo(body is null ? null : new BrokenBody(body.Kind, null), Idempotent: false, Retry: null);
            case ScalarNode:
                return new Undo(Body: null, Idempotent: false, Retry: null);
            case MappingNode node:
                return Bind(node);
            default:
                return null;
        }
    }

    public static Retry? Retry(MappingNode node, SchemaReport report, StepBinder binder)
    {
        if (node["retry"] is not MappingNode retry || !report.IsSound(retry))
            return null;
        var delay = binder.Duration(retry, "delay") ?? UsualDelay;
        var longest = binder.Duration(retry, "max_delay") ?? (delay > UsualMaxDelay ? delay : UsualMaxDelay);
        return new Retry(binder.Integer(retry, "attempts") ?? UsualAttempts, delay, longest);
    }

    private Undo? Bind(MappingNode node)
    {
        var binder = new StepBinder(files, diagnostics);
        var named = node.Entries.Where(e => kinds.Find(e.Key.Value) is not null).ToList();
        var allowed = kinds.All.Where(k => k.CanUndo).Select(k => k.Key).Order(StringComparer.Ordinal);
        if (named.Count != 1)
        {
            var place = named.Count > 1 ? named[1].Key.Place : node.Entries.FirstOrDefault()?.Key.Place ?? node.Place;
            var message = named.Count > 1 ? $"undo is \"{named[0].Key.Value}\" and \"{named[1].Key.Value}\" at once" : "undo has no kind";
            diagnostics.Error("PR3031", message, place, $"give it one of {string.Join(", ", allowed)}, or write undo: none");
        }

        if (named.Count == 0 || named[0].Value is not MappingNode mapping)
            return new Undo(Body: null, Idempotent: false, Retry: null);
        var (body, _) = BodyBinder.Bind(mapping, kinds.Find(named[0].Key.Value)!, files, diagnostics, templates);
        return new Undo(body, binder.Boolean(node, "idempotent"), Retry(node, report, binder))
        {
            GoesOnWhenStuck = binder.String(node, "if_stuck") == "go_on",
        };
    }
}
