using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Runner.Operations.Input;

namespace PlanRunner.Runner.Commands.Pages;

/// <summary>Prints the pages of the documentation, which are built in: they are those of this very version.</summary>
internal static class DocsCommand
{
    private static readonly BuiltInTexts Pages = new("docs/", ".md", "page", "PR3990");

    private static readonly Argument<string?> Page = new("PAGE")
    {
        Description = "A page, or one section of it as PAGE#SECTION; without it the pages are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("docs", "Print the documentation of this version") { Page };
        command.SetAction(parsed => Run(new CommandInput(parsed, parts)));
        return command;
    }

    private static int Run(CommandInput input)
    {
        if (input.Parsed.GetValue(Page) is not { } typed)
        {
            input.Output.Result(Pages.List(text => new MarkdownPage(text).Title));
            return ExitCodes.Done;
        }

        // As links between the pages name a section.
        var (page, section) = typed.Split('#', 2) is [var before, var behind] ? (before, behind) : (typed, null);
        if (Pages.Find(page) is not { } name)
            return input.Output.Refuse(Pages.Unknown(page, "planrunner docs"));
        var found = new MarkdownPage(BuiltInLinks.Followable(Pages.Read(name)));
        if (section is null)
        {
            input.Output.Raw(found.Text);
            return ExitCodes.Done;
        }

        if (found.Section(section) is not { } part)
            return input.Output.Refuse(
                Refusal.Of(
                    ExitCodes.Invalid,
                    "PR3990",
                    $"page \"{name}\" has no section \"{section}\"",
                    $"it has {string.Join(", ", found.Sections)}"
                )
            );

        input.Output.Raw(part);
        return ExitCodes.Done;
    }
}
