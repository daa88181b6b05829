using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace PlanRunner.Templating;

/// <summary>A function of the host; it throws a <see cref="TemplateFunctionException"/> where it cannot take its arguments.</summary>
/// <param name="name">As it is called.</param>
/// <param name="body">
/// A .NET string that it returns is a value; a <see cref="TextValue"/> is what it says. Whatever it returns as text is at least as
/// secret as its arguments.
/// </param>
public sealed class TemplateFunction(string name, Func<IReadOnlyList<object?>, object?> body) : BuiltFunction
{
    public string Name { get; } = name;

    public override string ToString() => Name;

    private protected override object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments)
    {
        string? secrets = null;
        var given = arguments.Select(argument => Values.FromScript(argument, context, ref secrets)).ToArray();
        object? result;
        try
        {
            result = body(given);
        }
        catch (TemplateFunctionException e)
        {
            throw new TextFault(RenderContext.WholeSpan(caller), e.Message, e.Help);
        }

        result = Values.Normal(result);
        if (secrets is not null)
        {
            if (result is not TextValue text)
                throw TextFault.Decides(RenderContext.WholeSpan(caller), secrets);
            result = SecretNames.Join(text.Secrets, secrets) == text.Secrets ? text : text.WithSecrets(secrets);
        }

        return Values.ToScript(result, redacted: false);
    }
}
