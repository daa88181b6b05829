using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Reports what is wrong with the command line, and what was most likely meant.</summary>
internal static class CommandLineMistakes
{
    private const int ShortestPrefix = 3;

    /// <summary>
    /// The words in the place of options that are not options. The parser takes the first of them for an argument, as the plan, where one
    /// is not given yet; a file whose name begins with a dash is written <c>./-name</c>.
    /// </summary>
    public static IReadOnlyList<string> UnknownOptions(ParseResult parsed)
    {
        var values = Chain(parsed)
            .SelectMany(result => result.Children)
            .OfType<OptionResult>()
            .SelectMany(option => option.Tokens)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return
        [
            .. parsed
                .Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
                .Where(token => token is { Type: TokenType.Argument, Value: ['-', _, ..] } && !values.Contains(token))
                .Select(token => token.Value.Split('=', ':')[0])
                .Distinct(StringComparer.Ordinal),
        ];
    }

    public static Refusal Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = string.Join(' ', Chain(parsed).Select(result => result.Command).Where(c => c is not RootCommand).Select(c => c.Name));
        var help = $"planrunner {(name.Length > 0 ? name + " " : "")}--help";
        var commands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        var first = commands.Count > 0 ? parsed.UnmatchedTokens.FirstOrDefault() : null;
        // What is said of the options behind a command that does not exist, or before any, follows from it.
        if (first is not null && (first[0] != '-' || IsOfCommands(first, command)))
            return NoCommand(first, name, commands, help);
        if (UnknownOptions(parsed) is { Count: > 0 } unknown)
        {
            // What is said of the words behind it, and of an option that is missing, follows from it.
            var of = name.Length > 0 ? $" of {name}" : "";
            return new Refusal(ExitCodes.Invalid)
            {
                Reasons =
                [
                    .. unknown.Select(option =>
                        IsOption(option, command)
                            ? Mistake($"the option \"{option}\" must come after the command", $"write: planrunner {name} … {option}")
                            : Mistake($"there is no option \"{option}\"{of}", Meant(option, parsed) ?? $"{help} lists them")
                    ),
                ],
            };
        }

        var causes = Causes(parsed);
        var noPlan =
            causes.Count == parsed.Errors.Count
            && command.Arguments.Contains(CommonOptions.Plan)
            && parsed.GetResult(CommonOptions.Plan) is null or { Tokens.Count: 0 };
        var plan = $"name the plan's file or folder; it can be omitted if {CommonOptions.UsualPlan} is in the current folder; ";
        return new Refusal(ExitCodes.Invalid)
        {
            Reasons = [.. causes.Select(error => Mistake(error.Message))],
            Help = $"{(noPlan ? plan : "")}{help}",
        };
    }

    private static Refusal NoCommand(string typed, string name, List<string> commands, string help)
    {
        var isOption = typed[0] == '-';
        var told = isOption
            ? $"the option \"{typed.Split('=', ':')[0]}\" is given without a command"
            : $"there is no command \"{(name.Length > 0 ? name + " " : "")}{typed}\"";
        var meant = isOption ? $"write the command first; {help} lists them" : Suggestion.Help(typed, commands, $"{help} lists them");
        return new Refusal(ExitCodes.Invalid) { Reasons = [Mistake(told, meant)] };
    }

    private static bool IsOption(string typed, Command command) =>
        command.Options.Any(option => option.Name == typed || option.Aliases.Contains(typed));

    private static bool IsOfCommands(string typed, Command command) =>
        command.Subcommands.Any(c => IsOption(typed.Split('=', ':')[0], c) || IsOfCommands(typed, c));

    // An option that took the plan's place for its value, or has none, is the mistake, and not that the plan is missing then.
    private static IReadOnlyList<ParseError> Causes(ParseResult parsed)
    {
        var others = parsed.Errors.Where(error => error.SymbolResult is OptionResult { Implicit: false }).ToList();
        return others.Count > 0 ? others : parsed.Errors;
    }

    private static Diagnostic Mistake(string message, string? help = null) => Diagnostic.Error("PR3903", message, null, help);

    private static string? Meant(string typed, ParseResult parsed)
    {
        // Dashes are no letters that people get wrong, and a long option is often typed in full.
        var known = Chain(parsed)
            .SelectMany(result =>
                result.Command.Options.Where(option => !option.Hidden && (option.Recursive || result == parsed.CommandResult))
            )
            .SelectMany(option => option.Aliases.Append(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal))
            .DistinctBy(name => name.TrimStart('-'))
            .ToDictionary(name => name.TrimStart('-'), StringComparer.Ordinal);
        var word = typed.TrimStart('-');
        var near = Suggestion.Nearest(word, known.Keys) ?? known.Keys.Where(BeginsLike).MaxBy(name => name.Length);
        return near is null ? null : $"did you mean \"{known[near]}\"?";

        bool BeginsLike(string name) =>
            Math.Min(name.Length, word.Length) >= ShortestPrefix
            && (word.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(word, StringComparison.Ordinal));
    }

    private static IEnumerable<CommandResult> Chain(ParseResult parsed)
    {
        var chain = new Stack<CommandResult>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
            chain.Push(result);
        return chain;
    }
}
