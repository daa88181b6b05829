using PlanRunner.Templating.Evaluation;
using PlanRunner.Templating.Lexing;
using PlanRunner.Templating.Parsing;
using PlanRunner.Templating.Syntax;

namespace PlanRunner.Templating.Functions;

/// <summary><c>include</c> and <c>include_join</c>: other templates, as text or in place.</summary>
internal static class IncludeFunctions
{
    private const string TemplatePrefix = "tpl:";

    public static TemplateFunction Include { get; } = new("include", (Renderer renderer, CallArguments arguments) =>
        renderer.Capture(() => Run(renderer, arguments)))
    { IsScript = true };

    public static TemplateFunction IncludeJoin { get; } = new("include_join", "names, separator, begin?, end?", Join) { IsScript = true };

    /// <summary>Whether a call includes a template, and not something else by that name.</summary>
    public static bool IsInclude(CallExpression call, Renderer renderer) =>
        call.Target is VariableExpression { Name: "include" }
        && renderer.Scopes.TryGet("include", out var function)
        && ReferenceEquals(function, Include);

    /// <summary>Writes an included template where the call stands, each line as far in as the call is.</summary>
    public static void Write(CallExpression call, Renderer renderer)
    {
        var arguments = new CallArguments(call.Place);
        foreach (var argument in call.Arguments)
        {
            arguments.Add(argument, renderer);
        }

        var output = renderer.Output;
        var indent = output.Indent;
        output.Indent = indent + renderer.Block?.Indent;
        renderer.Enter(call.Place);
        try
        {
            Run(renderer, arguments);
        }
        finally
        {
            renderer.Leave();
            output.Indent = indent;
        }
    }

    private static void Run(Renderer renderer, CallArguments arguments)
    {
        if (arguments.Positional is not [TextValue name, .. var rest])
        {
            throw new TemplateFault(arguments.Place, "include needs the name of a template");
        }

        Secrecy.Refuse(name, arguments.Place);
        var parsed = Load(renderer, name.Text, arguments.Place);
        var locals = new CallArguments(arguments.Place);
        locals.Positional.AddRange(rest);
        var array = locals.ToArray();
        foreach (var (key, value) in arguments.Named)
        {
            (array.Members ??= [])[key] = value;
        }

        renderer.Budget.Spend(1, arguments.Place);
        renderer.Scopes.Enter(new Locals(array, wrapped: null));
        try
        {
            renderer.RunBody(parsed.Statements);
        }
        finally
        {
            renderer.Scopes.LeaveLocals();
        }
    }

    private static ParsedTemplate Load(Renderer renderer, string name, Place place)
    {
        if (renderer.Included.TryGetValue(name, out var known))
        {
            return known.Errors.Count == 0
                ? known
                : throw new TemplateFault(place, "The included template has errors") { IsSilent = true };
        }

        if (renderer.Options.Include is not { } include)
        {
            throw new TemplateFault(place, "Templates cannot be included here");
        }

        var text = include(name) ?? throw new TemplateFault(place, $"There is no template {name} to include");
        renderer.Budget.CheckLength(text.Length, place);
        var parsed = Parser.Parse(text, name);
        renderer.Included[name] = parsed;
        if (parsed.Errors.Count > 0)
        {
            renderer.Add(parsed.Errors);
            throw new TemplateFault(place, "The included template has errors") { IsSilent = true };
        }

        return parsed;
    }

    private static TextValue Join(Renderer renderer, Arguments arguments)
    {
        var builder = new TextBuilder();
        var isFirst = true;
        foreach (var name in arguments.List(0, renderer))
        {
            if (!isFirst)
            {
                builder.Append(Delimiter(renderer, arguments, 1));
            }

            isFirst = false;
            builder.Append(Text(renderer, arguments, renderer.Format(name, arguments.Place)));
            renderer.Budget.CheckLength(builder.Length, arguments.Place);
        }

        var joined = builder.ToText();
        return joined.Text.Length == 0
            ? joined
            : TextValue.Concat(Delimiter(renderer, arguments, 2), joined, Delimiter(renderer, arguments, 3));
    }

    private static TextValue Delimiter(Renderer renderer, Arguments arguments, int index)
    {
        var text = arguments.Text(index, renderer);
        return text.Text.StartsWith(TemplatePrefix, StringComparison.Ordinal)
            ? Text(renderer, arguments, text.Slice(TemplatePrefix.Length, text.Text.Length - TemplatePrefix.Length))
            : text;
    }

    private static TextValue Text(Renderer renderer, Arguments arguments, TextValue name)
    {
        var call = new CallArguments(arguments.Place);
        call.Positional.Add(name);
        return renderer.Capture(() => Run(renderer, call));
    }
}
