using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Evaluation;

/// <summary>Keeps the text that a render gives from depending on what a secret is.</summary>
internal static class Secrecy
{
    public static void Refuse(object? value, Place place)
    {
        if (Of(value) is { } secrets)
        {
            throw Refusal(secrets, place);
        }
    }

    public static TemplateFault Refusal(string secrets, Place place) =>
        new(
            place,
            $"The secret {secrets} decides here what the template does",
            "What is rendered must not depend on a secret's value. Write the secret out, or decide on a variable.");

    public static string? Of(object? value) =>
        value switch
        {
            TextValue text => text.Secrets,
            TemplateArray array => array.Secrets,
            _ => null,
        };

    /// <summary>What a function made of secrets is one: text takes their names, and anything that cannot bear a name is refused.</summary>
    public static object? Keep(object? result, CallArguments arguments)
    {
        string? secrets = null;
        string? counts = null;
        foreach (var argument in arguments.Positional)
        {
            secrets = SecretNames.Join(secrets, Of(argument));
            counts = argument is TemplateArray array ? SecretNames.Join(counts, array.Secrets) : counts;
        }

        foreach (var (_, value) in arguments.Named)
        {
            secrets = SecretNames.Join(secrets, Of(value));
        }

        return secrets is null
            ? result
            : result switch
            {
                TemplateArray { Secrets: null } items when counts is not null => new TemplateArray(items) { Secrets = counts },
                null or TemplateArray or TemplateObject or TemplateFunction => result,
                TextValue { Secrets: not null } => result,
                TextValue text => text.WithSecrets(secrets),
                _ => throw Refusal(secrets, arguments.Place),
            };
    }
}
