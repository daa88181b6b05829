using System.CommandLine;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Operations.Input;
using PlanRunner.Runner.Reporting;
using PlanRunner.Runner.Reporting.Json;
using PlanRunner.Source;
using PlanRunner.Source.Messages;

namespace PlanRunner.Runner.Commands.Pages;

/// <summary>Explains a message by its id, and what to do.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string[]> Ids = new("ID")
    {
        Description = "The ids of messages, such as PR5014",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> List = new("--list") { Description = "List all ids (also without an ID)" };

    public static Command Build(RunnerParts parts)
    {
        var command = new Command("explain", "Explain a message by its id, and what to do") { Ids, List, CommonOptions.OutputFormat };
        command.Validators.Add(result =>
        {
            if (result.GetValue(List) && result.GetValue(Ids) is { Length: > 0 })
                result.AddError("--list lists all ids: leave it or the ID out");
        });
        command.SetAction(parsed => Run(new CommandInput(parsed, parts)));
        return command;
    }

    private static int Run(CommandInput input)
    {
        var typed = input.Parsed.GetValue(Ids) ?? [];
        if (typed.Length == 0)
        {
            var all = MessageRegister.All.ToList();
            input.Output.Result(input.Json ? MessagesJson.Of(all) : ExplainedMessages.List(all));
            return ExitCodes.Done;
        }

        var unknown = typed.Where(id => MessageRegister.Find(id) is null).ToList();
        var found = typed.Select(MessageRegister.Find).OfType<RegisteredMessage>().Distinct().ToList();
        if (found.Count > 0 || input.Json)
            input.Output.Result(input.Json ? MessagesJson.Of(found) : ExplainedMessages.Text(found, input.Output.ResultWidth));
        foreach (var id in unknown)
            input.Output.Print(Unknown(id));
        return unknown.Count > 0 ? ExitCodes.Invalid : ExitCodes.Done;
    }

    private static Diagnostic Unknown(string id)
    {
        string[] ids = [.. MessageRegister.All.Select(message => message.Id)];
        var meant = Suggestion.Help(id.ToUpperInvariant(), ids, "planrunner explain --list lists them");
        return Diagnostic.Error("PR3992", $"there is no message \"{id}\"", null, meant);
    }
}
