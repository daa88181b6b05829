namespace PlanRunner.Templating;

/// <summary>A function of the host; it throws a <see cref="TemplateFunctionException"/> where it cannot take its arguments.</summary>
/// <param name="name">As it is called.</param>
/// <param name="body">
/// A .NET string that it returns is a value; a <see cref="TextValue"/> is what it says. Whatever it returns as text is at least as
/// secret as its arguments.
/// </param>
internal sealed class TemplateFunction(string name, Func<IReadOnlyList<object?>, object?> body) : Function
{
    public string Name { get; } = name;

    public override string ToString() => Name;

    private protected override object? Invoke(RenderContext context, ScriptNode caller, ScriptArray arguments, ScriptBlockStatement? block)
    {
        string? secrets = null;
        var given = arguments
            .Select(argument => context.Copy(argument, leaf => TextValue.FromScript(RenderContext.Noted(leaf, ref secrets))))
            .ToArray();
        try
        {
            var result = body(given);
            if (secrets is null)
                return TextValue.ToScript(result);
            return (result is string text ? TextValue.Untrusted(text) : result as TextValue) is not { } derived
                    ? throw TextFault.Decides(RenderContext.WholeSpan(caller), secrets)
                : TextValue.Join(derived.Secrets, secrets) == derived.Secrets ? derived
                : derived.WithSecrets(secrets);
        }
        catch (TemplateFunctionException e)
        {
            // It is reported only where it would be reported of any other text too.
            throw secrets is null || Fails(given, e.Message)
                ? new TextFault(RenderContext.WholeSpan(caller), e.Message, e.Help)
                : TextFault.Decides(RenderContext.WholeSpan(caller), secrets);
        }

        bool Fails(object?[] arguments, string message)
        {
            try
            {
                body([
                    .. arguments.Select(argument =>
                        context.Copy(argument, leaf => leaf is TextValue { Secrets: { } names } ? TextValue.Secret(names, "x") : leaf)
                    ),
                ]);
                return false;
            }
            catch (TemplateFunctionException e)
            {
                return e.Message == message;
            }
        }
    }
}
