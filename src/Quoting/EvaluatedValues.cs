using System.Text.RegularExpressions;

namespace PlanRunner.Quoting;

/// <summary>Finds the quoted values of a script that a shell evaluates all the same: see <see cref="EvaluatingCommands"/>.</summary>
internal sealed partial class EvaluatedValues
{
    private readonly Dictionary<int, TextRefusal> found = [];
    private readonly HashSet<string> variables = new(EvaluatingCommands.Variables, StringComparer.Ordinal);

    // The variable of the first loop over the arguments of the script, or of a function, that is one of these.
    private string? arguments;

    // A [[ is open: its && and parentheses look like those between commands.
    private bool tests;

    /// <param name="text">The script.</param>
    /// <param name="values">What was quoted for the shell in it, in order.</param>
    /// <returns>The refusals, by where the values begin.</returns>
    public static IReadOnlyDictionary<int, TextRefusal> In(string text, IReadOnlyList<WrittenPiece> values)
    {
        var evaluated = new EvaluatedValues();
        if (values.Count == 0)
            return evaluated.found;
        var commands = ScriptReader.Commands(text, values);
        foreach (var command in commands)
            evaluated.Declare(command, Head(command));
        evaluated.arguments = commands
            .Select(command => evaluated.LoopOverArguments(command, Head(command)))
            .FirstOrDefault(v => v is not null);
        foreach (var command in commands)
            evaluated.Look(command, Head(command));
        return evaluated.found;
    }

    // The word that names the command, behind assignments and words such as "if" and "env".
    private static int Head(IReadOnlyList<ScriptWord> command)
    {
        var (head, options) = (0, (string?)null);
        for (; head < command.Count; head++)
        {
            var word = command[head];
            if (word is { IsElement: true } or { Redirected: true } || Assigned(word) is not null)
                continue;
            if (word is { Expands: false, Value: null } && EvaluatingCommands.Before.TryGetValue(word.Text, out var own))
                options = own;
            else if (options is null || word.Known is not ['-', ..])
                break;
            else if (word is { Value: null, Text: not ['-', '-', ..] } && options.Contains(word.Text[^1], StringComparison.Ordinal))
                head++;
        }

        return Math.Min(head, command.Count);
    }

    private static EvaluatingCommand? Rule(IReadOnlyList<ScriptWord> command, int head) =>
        head < command.Count && command[head].Value is null ? EvaluatingCommands.All.GetValueOrDefault(command[head].Text) : null;

    // The variable that a word sets.
    private static string? Assigned(ScriptWord word) =>
        Assignment().Match(word.Known) is { Success: true } match ? match.Groups["name"].Value : null;

    // What is set to be a number or another name once stays so, and a script may be read in any order.
    private void Declare(IReadOnlyList<ScriptWord> command, int head)
    {
        if (Rule(command, head) is not { Assigns: true } rule)
            return;
        var operands = command.Skip(head + 1).SkipWhile(word => word.Known.StartsWith('-')).ToList();
        if (
            command
                .Skip(head + 1)
                .Take(command.Count - head - 1 - operands.Count)
                .Any(word => word.Known.AsSpan().IndexOfAny(rule.ValueOptions) > 0)
        )
            variables.UnionWith(
                operands.Where(word => word.Value is null || Assigned(word) is not null).Select(word => Assigned(word) ?? word.Text)
            );
    }

    // The variable with evaluated values that a command sets from its other words, or that a loop sets.
    private string? Sets(IReadOnlyList<ScriptWord> command, int head, EvaluatingCommand? rule)
    {
        if (rule is null)
            return null;
        var options = new OptionReader(rule);
        foreach (var word in command.Skip(head + 1).Where(word => !word.Redirected))
        {
            options.IsEvaluated(word);
            if (options.Variable is { } name && variables.Contains(name))
                return name;
        }

        return null;
    }

    private string? LoopOverArguments(IReadOnlyList<ScriptWord> command, int head) =>
        Rule(command, head) is { ValuesBehind: { } behind } rule && !command.Any(word => word.Text == behind)
            ? Sets(command, head, rule)
            : null;

    private void Look(IReadOnlyList<ScriptWord> command, int head)
    {
        string? variable = null;
        foreach (var word in command)
        {
            variable = word.IsElement ? variable : Assigned(word);
            if (word.Value is { InSubscript: true })
                Refuse(word, ShellRemedies.Subscript);
        }

        for (var i = 0; i < head; i++)
        {
            variable = command[i].IsElement ? variable : Assigned(command[i]);
            if (variable is not null && variables.Contains(variable))
                Refuse(command[i], ShellRemedies.Evaluated(variable + "="));
        }

        var name = head < command.Count ? command[head].Text : "";
        var rule = tests ? EvaluatingCommands.All["[["] : Rule(command, head);
        if (rule?.IsTest == true)
            Test(command, tests ? "[[" : name, rule);
        else if (rule is not null)
            Operands(command, head, rule);
        if ((arguments ?? Sets(command, head, rule)) is { } set)
        {
            foreach (var word in command.Skip(head + 1))
                Refuse(word, ShellRemedies.Evaluated(set + "="));
        }

        tests = (tests || name == "[[") && !command.Any(word => word.Text == "]]");
    }

    private void Test(IReadOnlyList<ScriptWord> command, string name, EvaluatingCommand rule)
    {
        for (var i = 0; i < command.Count; i++)
        {
            var (before, after) = (i > 0 ? command[i - 1] : null, i + 1 < command.Count ? command[i + 1] : null);
            // A value directly after another could follow an operator as well.
            if (before is { Value.Before: 0 } || Is(before, rule.Behind) || Is(before, rule.Beside) || Is(after, rule.Beside))
                Refuse(command[i], ShellRemedies.Evaluated(name));
        }

        static bool Is(ScriptWord? word, IReadOnlyList<string> operators) =>
            word is { Value: null } && operators.Contains(word.Text, StringComparer.Ordinal);
    }

    private void Operands(IReadOnlyList<ScriptWord> command, int head, EvaluatingCommand rule)
    {
        var options = new OptionReader(rule);
        string? variable = null;
        foreach (var word in command.Skip(head + 1).Where(word => !word.Redirected))
        {
            variable = word.IsElement ? variable : Assigned(word);
            var isSafe = rule.Assigns && !options.Evaluates && variable is not null && !variables.Contains(variable);
            if (word.IsElement ? !isSafe : options.IsEvaluated(word) && !isSafe)
                Refuse(word, ShellRemedies.Evaluated(command[head].Text));
        }
    }

    private void Refuse(ScriptWord word, TextRefusal refusal)
    {
        if (word.Value is { } value)
            found.TryAdd(value.Start, refusal);
    }

    [GeneratedRegex(
        @"^(?<name>[A-Za-z_][A-Za-z0-9_]*)(\[.*\])?\+?=",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Assignment();
}
