using System.CommandLine;
using PlanRunner.Runner.BuiltIn;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Plans.Schema;

namespace PlanRunner.Runner.Commands;

/// <summary>Prints the JSON schemas that the tool validates with, each as one file that refers to no other: for editors.</summary>
internal static class SchemaCommand
{
    private static readonly BuiltInTexts Schemas = new("schemas/", ".schema.json", "schema", "PR3906");

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description =
            $"{string.Join(", ", Schemas.Names.Where(name => !name.Contains('/')))} or steps/KIND; without it the names are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("schema", "Print the JSON schemas") { Name };
        command.SetAction(parsed => Run(new CommandInput(parsed, parts)));
        return command;
    }

    private static int Run(CommandInput input)
    {
        if (input.Parsed.GetValue(Name) is not { } typed)
        {
            input.Output.Result(string.Join('\n', Schemas.Names));
            return ExitCodes.Done;
        }

        if (Schemas.Find(typed) is not { } name)
            return input.Output.Refuse(Schemas.Unknown(typed, "planrunner schema"));
        input.Output.Result(SchemaBundle.Of($"schemas/{name}.schema.json", EmbeddedFiles.Read));
        return ExitCodes.Done;
    }
}
