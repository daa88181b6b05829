using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>Puts the functions of one built-in object together.</summary>
internal sealed class FunctionGroup(string name)
{
    public TemplateObject Members { get; } = [];

    public FunctionGroup Add(string function, string signature, Func<Renderer, Arguments, object?> body)
    {
        Members[function] = new TemplateFunction($"{name}.{function}", signature, body);
        return this;
    }
}
