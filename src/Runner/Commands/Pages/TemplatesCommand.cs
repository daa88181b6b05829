using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands.Pages;

/// <summary>Lists the templates that are built in, which a step names with <c>file:</c>, and prints one.</summary>
internal static class TemplatesCommand
{
    private static readonly BuiltInTexts Templates = new("templates/", "", "built-in template", "PR3991");

    private static readonly Argument<string> Name = new("NAME") { Description = "Such as preflight/server.sql, as in file: of a plan" };

    public static Command Build(RunnerParts parts) => new("templates", "List and show the built-in templates") { List(parts), Show(parts) };

    private static Command List(RunnerParts parts)
    {
        var command = new Command("list", "List them, each with what it is for");
        command.SetAction(parsed =>
        {
            new CommandInput(parsed, parts).Output.Result(Templates.List(Purpose));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(RunnerParts parts)
    {
        var command = new Command("show", "Print one") { Name };
        command.SetAction(parsed => Show(new CommandInput(parsed, parts)));
        return command;
    }

    private static int Show(CommandInput input)
    {
        var typed = input.Parsed.GetRequiredValue(Name);
        if (Templates.Find(typed) is not { } name)
            return input.Output.Refuse(Templates.Unknown(typed, "planrunner templates list"));
        input.Output.Raw(Templates.Read(name));
        return ExitCodes.Done;
    }

    // Every template begins with a comment that says what it is for.
    private static string Purpose(string text)
    {
        var line = text[..text.IndexOf('\n', StringComparison.Ordinal)].TrimStart('-', '#', ' ');
        var end = line.IndexOfAny(['.', '?']);
        return end < 0 ? line + " …" : line[..(end + 1)];
    }
}
