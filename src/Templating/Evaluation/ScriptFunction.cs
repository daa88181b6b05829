using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Calls functions that templates define.</summary>
internal static class ScriptFunction
{
    public static TemplateFunction From(FunctionDefinition definition) =>
        new(definition.Name, (renderer, arguments) => Call(definition, renderer, arguments)) { IsScript = true };

    private static object? Call(FunctionDefinition definition, Renderer renderer, CallArguments arguments)
    {
        var scopes = renderer.Scopes;
        var array = arguments.ToArray();
        TemplateObject? members = null;
        if (definition.Parameters is { } parameters)
        {
            members = [];
            array = Bind(definition.Name, parameters, renderer, arguments, members);
        }

        scopes.Enter(new Locals(array, arguments.Wrapped));
        if (members is not null)
        {
            scopes.Enter(members);
        }

        try
        {
            return definition.Result is { } result ? renderer.Evaluate(result) : renderer.RunBody(definition.Body);
        }
        finally
        {
            if (members is not null)
            {
                scopes.Leave();
            }

            scopes.LeaveLocals();
        }
    }

    private static TemplateArray Bind(
        string name, IReadOnlyList<FunctionParameter> parameters, Renderer renderer, CallArguments arguments, TemplateObject members)
    {
        foreach (var (key, value) in arguments.Named)
        {
            if (!parameters.Any(parameter => parameter.Name == key))
            {
                throw new TemplateFault(
                    arguments.Place, $"The function {name} has no parameter {key}", Suggestion.For(key, parameters.Select(parameter => parameter.Name)));
            }

            members[key] = value;
        }

        var direct = new TemplateArray();
        for (var index = 0; index < parameters.Count; index++)
        {
            var parameter = parameters[index];
            if (!members.ContainsKey(parameter.Name))
            {
                members[parameter.Name] = ValueOf(parameter, index, name, renderer, arguments);
            }

            direct.Add(members[parameter.Name]);
        }

        if (arguments.Positional.Count > parameters.Count && !(parameters.Count > 0 && parameters[^1].IsVariadic))
        {
            throw new TemplateFault(
                arguments.Place, $"The function {name} takes {Counted(parameters.Count)}, not {arguments.Positional.Count}");
        }

        return direct;
    }

    private static object? ValueOf(FunctionParameter parameter, int index, string name, Renderer renderer, CallArguments arguments)
    {
        if (parameter.IsVariadic)
        {
            return new TemplateArray(arguments.Positional.Skip(index));
        }

        if (index < arguments.Positional.Count)
        {
            return arguments.Positional[index];
        }

        return parameter.Default is { } value
            ? renderer.Evaluate(value)
            : throw new TemplateFault(arguments.Place, $"The function {name} needs a value for {parameter.Name}");
    }

    private static string Counted(int count) => count == 1 ? "1 argument" : $"{count} arguments";
}
