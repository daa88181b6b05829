using System.CommandLine;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Prints the JSON schemas that the tool validates with, for editors.</summary>
internal static class SchemaCommand
{
    private static readonly Argument<string?> Name = new("NAME") { Description = "plan, environment, or steps/KIND; without it the names are listed", Arity = ArgumentArity.ZeroOrOne };

    public static Command Build()
    {
        var command = new Command("schema", "Print the JSON schemas") { Name };
        command.SetAction(parsed => Run(new CommandInput(parsed)));
        return command;
    }

    private static int Run(CommandInput input)
    {
        var assembly = typeof(SchemaCommand).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith("schemas/", StringComparison.Ordinal))
            .Select(n => n["schemas/".Length..].Replace(".schema.json", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (input.Parsed.GetValue(Name) is not { } wanted)
        {
            input.Output.Result(string.Join('\n', names));
            return ExitCodes.Done;
        }

        using var stream = assembly.GetManifestResourceStream($"schemas/{wanted}.schema.json");
        if (stream is null)
        {
            var near = Suggestion.Nearest(wanted, names);
            input.Output.Error($"error PR3906: there is no schema \"{wanted}\"{(near is null ? "" : $"\n  help: did you mean \"{near}\"?")}");
            return ExitCodes.Invalid;
        }

        using var reader = new StreamReader(stream);
        input.Output.Result(reader.ReadToEnd());
        return ExitCodes.Done;
    }
}
