using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Commands.Options;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Gates;
using PlanRunner.Source;

namespace PlanRunner.Runner.Commands;

/// <summary>Tells what is wrong with the line that was typed, and what was most likely meant.</summary>
internal static class CommandLineMistakes
{
    private const int ShortestPrefix = 3;

    /// <summary>
    /// The words that stand where options do and are none. The parser takes the first of them for an argument, as the plan, where one
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
        if (UnknownOptions(parsed) is { Count: > 0 } unknown)
        {
            // What is said of the words behind it, and of an option that is missing, follows from it.
            var of = name.Length > 0 ? $" of {name}" : "";
            return new Refusal(ExitCodes.Invalid)
            {
                Reasons =
                [
                    .. unknown.Select(option =>
                        Mistake($"there is no option \"{option}\"{of}", Meant(option, parsed) ?? $"{help} lists them")
                    ),
                ],
            };
        }

        var commands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        if (commands.Count > 0 && parsed.UnmatchedTokens is [var first, ..])
        {
            var meant = Suggestion.Help(first, commands, $"{help} lists them");
            return new Refusal(ExitCodes.Invalid)
            {
                Reasons = [Mistake($"there is no command \"{(name.Length > 0 ? name + " " : "")}{first}\"", meant)],
            };
        }

        var noPlan = command.Arguments.Contains(CommonOptions.Plan) && parsed.GetResult(CommonOptions.Plan) is null or { Tokens.Count: 0 };
        var plan = $"name the plan's file or folder; it may be left out where {CommonOptions.UsualPlan} lies in the current folder; ";
        return new Refusal(ExitCodes.Invalid)
        {
            Reasons = [.. parsed.Errors.Select(error => Mistake(error.Message))],
            Help = $"{(noPlan ? plan : "")}{help}",
        };
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
