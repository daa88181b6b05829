using System.CommandLine;
using System.CommandLine.Parsing;
using PlanRunner.Runner.Execution;
using PlanRunner.Runner.Reporting;
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
        var values = Chain(parsed).SelectMany(result => result.Children).OfType<OptionResult>()
            .SelectMany(option => option.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token is { Type: TokenType.Argument, Value: ['-', _, ..] } && !values.Contains(token))
            .Select(token => token.Value.Split('=', ':')[0]).Distinct(StringComparer.Ordinal)];
    }

    public static int Tell(ParseResult parsed)
    {
        var output = Output.ForProcess(quiet: false, verbose: false, noColour: false);
        var command = parsed.CommandResult.Command;
        var name = string.Join(' ', Chain(parsed).Select(result => result.Command).Where(c => c is not RootCommand).Select(c => c.Name));
        var help = $"planrunner {(name.Length > 0 ? name + " " : "")}--help";
        if (UnknownOptions(parsed) is { Count: > 0 } unknown)
        {
            // What is said of the words behind it, and of an option that is missing, follows from it.
            foreach (var option in unknown)
            {
                var of = name.Length > 0 ? $" of {name}" : "";
                output.Error($"error PR3903: there is no option \"{option}\"{of}\n  help: {Meant(option, parsed) ?? $"{help} lists them"}");
            }

            return ExitCodes.Invalid;
        }

        var commands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        if (commands.Count > 0 && parsed.UnmatchedTokens is [var first, ..])
        {
            var meant = Suggestion.Help(first, commands, $"{help} lists them");
            output.Error($"error PR3903: there is no command \"{(name.Length > 0 ? name + " " : "")}{first}\"\n  help: {meant}");
            return ExitCodes.Invalid;
        }

        foreach (var error in parsed.Errors)
            output.Error($"error PR3903: {error.Message}");
        var noPlan = command.Arguments.Contains(CommonOptions.Plan) && parsed.GetResult(CommonOptions.Plan) is null or { Tokens.Count: 0 };
        var plan = $"name the plan's file or folder; it may be left out where {CommonOptions.UsualPlan} lies in the current folder; ";
        output.Error($"  help: {(noPlan ? plan : "")}{help}");
        return ExitCodes.Invalid;
    }

    private static string? Meant(string typed, ParseResult parsed)
    {
        // Dashes are no letters that people get wrong, and a long option is often typed in full.
        var known = Chain(parsed).SelectMany(result => result.Command.Options.Where(option =>
                !option.Hidden && (option.Recursive || result == parsed.CommandResult)))
            .SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))
            .DistinctBy(name => name.TrimStart('-')).ToDictionary(name => name.TrimStart('-'), StringComparer.Ordinal);
        var word = typed.TrimStart('-');
        var near = Suggestion.Nearest(word, known.Keys) ?? known.Keys.Where(BeginsLike).MaxBy(name => name.Length);
        return near is null ? null : $"did you mean \"{known[near]}\"?";

        bool BeginsLike(string name) => Math.Min(name.Length, word.Length) >= ShortestPrefix
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
