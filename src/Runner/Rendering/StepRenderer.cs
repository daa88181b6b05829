using PlanRunner.Runner.Plans;
using PlanRunner.Source;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rendering;

/// <summary>Renders the tree of steps: instances, conditions, settings, texts.</summary>
internal sealed class StepRenderer(Plan plan, Diagnostics diagnostics)
{
    private readonly InstanceLister instances = new(diagnostics);

    public IReadOnlyList<RenderedStep> Render(RenderScope scope) => Render(plan.Steps, Outermost(scope));

    /// <summary>False with a diagnostic where a condition or list depends on a secret, which would show in what runs.</summary>
    public static bool KnownToAll(PlanTemplate template, Step step, string key, Diagnostics diagnostics)
    {
        if (!template.Names.Contains("secrets"))
            return true;
        diagnostics.Error(
            "PR4010",
            $"{key} of \"{step.Id}\" depends on a secret, and what runs would reveal it",
            template.PlaceAt(0, template.Text.Length),
            "use a variable"
        );
        return false;
    }

    private Surroundings Outermost(RenderScope scope)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new Surroundings(
            scope,
            new StepPath(""),
            Settings(plan.DefaultSettings, scope.Noting(names), Surroundings.NoSettings),
            Included: true,
            names
        );
    }

    private List<RenderedStep> Render(IReadOnlyList<Step> steps, Surroundings around)
    {
        var result = new List<RenderedStep>(steps.Count);
        foreach (var step in steps)
        {
            if (step.ForEach is not { } list)
            {
                result.Add(Render(step, around, around.Path.Child(step.Id), null));
                continue;
            }

            var names = new HashSet<string>(around.Names, StringComparer.Ordinal);
            foreach (var instance in instances.List(step, list, around.Scope.Noting(names)) ?? [])
            {
                var inside = around with { Scope = around.Scope.With(step.As, instance.Item), Names = names };
                result.Add(Render(step, inside, around.Path.Child(step.Id).Instance(instance.Key), instance.Key));
            }
        }

        return result;
    }

    private RenderedStep Render(Step step, Surroundings around, StepPath path, string? key) =>
        diagnostics.Of(step.Place, () => RenderOwn(step, around, path, key));

    private RenderedStep RenderOwn(Step step, Surroundings around, StepPath path, string? key)
    {
        var names = new HashSet<string>(around.Names, StringComparer.Ordinal);
        var scope = around.Scope.Noting(names);
        var included = Decide(step, scope) && around.Included;
        var settings = step.Settings.Count == 0 ? around.Settings : Settings(step.Settings, scope, around.Settings);
        // What decides about a group decides about all that is in it; its title does not.
        var inside = new Surroundings(
            scope,
            path,
            settings,
            included,
            step.IsGroup ? new HashSet<string>(names, StringComparer.Ordinal) : names
        );
        var body = step.Body?.Render(scope);
        // Captures are journaled as they are, and the journal holds no secret.
        if (body is { Body.Captures.Count: > 0, HoldsSecret: true })
            scope.Diagnostics.Error(
                "PR4020",
                $"step \"{path}\" captures from a text that contains a secret, and captured values are stored in the state in clear text",
                step.Body!.CapturePlace ?? step.Place,
                "remove the secret, or remove the capture"
            );
        return new RenderedStep
        {
            Path = path,
            Step = step,
            Body = body,
            Steps = step.IsGroup ? Render(step.Steps, inside) : [],
            Title = Text(step.Title, scope) ?? step.Id,
            Description = Text(step.Description, scope),
            Hint = Text(step.Hint, scope),
            Confirm = Text(step.Confirm, scope),
            Included = included,
            DoneWhen = Probe(step.DoneWhen, scope),
            Verify = Probe(step.Verify, scope),
            Undo = step.Undo?.Body?.Render(scope),
            Settings = settings,
            Timeout = step.Body?.Timeout ?? step.Timeout ?? (step.IsGroup ? null : plan.DefaultTimeout),
            InstanceKey = key,
            Names = names,
        };
    }

    private bool Decide(Step step, RenderScope scope)
    {
        if (step.When is not { } when || !KnownToAll(when, step, "when", diagnostics))
            return true;
        var (ok, value) = when.Evaluate(scope);
        if (!ok)
            return true;
        switch (value)
        {
            case bool answer:
                return answer;
            case TextValue { Text: "true" or "false" } text:
                return text.Text == "true";
            default:
                diagnostics.Error(
                    "PR4013",
                    $"when of \"{step.Id}\" must be true or false",
                    when.PlaceAt(0, when.Text.Length),
                    "write a comparison: environment == 'production'"
                );
                return true;
        }
    }

    private Dictionary<string, string> Settings(
        IReadOnlyDictionary<string, PlanTemplate> own,
        RenderScope scope,
        IReadOnlyDictionary<string, string> below
    )
    {
        var result = new Dictionary<string, string>(below, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, template) in own)
        {
            if (template.Render(scope, TextContext.Plain) is not { } text)
                continue;
            if (text.HoldsSecret)
                diagnostics.Error(
                    "PR4014",
                    $"the setting \"{name}\" contains a secret, which the server shows to anyone who queries it",
                    template.PlaceAt(0, template.Text.Length),
                    "pass it where it is used"
                );
            result[name] = text.Text;
        }

        return result;
    }

    // Mistakes of a body's text are reported by the kind; these are for people, so secrets show by name.
    private static string? Text(PlanTemplate? template, RenderScope scope) => template?.Render(scope, TextContext.Plain)?.Redacted;

    private static RenderedProbe? Probe(Probe? probe, RenderScope scope) => probe is null ? null : StatementTexts.RenderProbe(probe, scope);

    /// <summary>What a step inherits from its groups.</summary>
    private sealed record Surroundings(
        RenderScope Scope,
        StepPath Path,
        IReadOnlyDictionary<string, string> Settings,
        bool Included,
        IReadOnlySet<string> Names
    )
    {
        public static readonly IReadOnlyDictionary<string, string> NoSettings = new Dictionary<string, string>(
            StringComparer.OrdinalIgnoreCase
        );
    }
}
