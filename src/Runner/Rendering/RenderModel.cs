using PlanRunner.Quoting;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Rendering;

/// <summary>The names that every template of a plan may use in one environment.</summary>
internal static class RenderModel
{
    public static RenderScope Scope(Plan plan, PlanEnvironment environment, Diagnostics diagnostics)
    {
        var model = SqlFunctions.Model();
        var redactor = environment.Typed.Count > 0 ? Redactor.Of(environment.Secrets) : new Redactor();
        foreach (var (name, value) in environment.Variables)
            model[name] = environment.Typed.Contains(name) ? Marked(value, redactor) : value;
        model["environment"] = TextValue.Untrusted(environment.Name);
        model["plan"] = TextValue.Untrusted(plan.Name);
        model["connections"] = ConnectionModel.Of(environment.Connections);
        var secrets = new TemplateObject();
        foreach (var secret in plan.Secrets)
            secrets[secret.Name] = TextValue.Secret(
                secret.Name,
                environment.Secrets.GetValueOrDefault(secret.Name) ?? SecretBinder.Placeholder(secret.Name)
            );
        model["secrets"] = secrets;
        return new RenderScope(model, diagnostics, plan.Include);
    }

    // A secret typed into a value would end up in the journal.
    private static object? Marked(object? value, Redactor redactor) =>
        value switch
        {
            TextValue text => redactor.Holds(text.Text) is { } secret ? TextValue.Secret(secret, text.Text) : text,
            TemplateArray list => new TemplateArray(list.Select(item => Marked(item, redactor))),
            TemplateObject map => Members(map.Select(member => KeyValuePair.Create(member.Key, Marked(member.Value, redactor)))),
            _ => value,
        };

    private static TemplateObject Members(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var result = new TemplateObject();
        foreach (var (name, value) in members)
            result[name] = value;
        return result;
    }
}
