using System.Text;

namespace PlanRunner.Quoting;

/// <summary>A word of a script, without its quotes.</summary>
/// <param name="Text">As the shell takes it, as far as that is known.</param>
/// <param name="Raw">As it is written.</param>
internal sealed record ScriptWord(string Text, string Raw)
{
    /// <summary>The shell puts something in it that is not known before it runs: a variable, output of a command, files that fit.</summary>
    public bool Expands { get; init; }

    /// <summary>It stands for the files that fit.</summary>
    public bool Globs { get; init; }

    /// <summary>What follows &gt;.</summary>
    public bool Written { get; init; }

    /// <summary>What follows &gt; or &lt;.</summary>
    public bool Redirected { get; init; }

    /// <summary>A word between the parentheses of <c>name=(…)</c>.</summary>
    public bool IsElement { get; init; }

    /// <summary>The first value that an expression wrote into it.</summary>
    public WrittenValue? Value { get; init; }

    /// <summary>What is known of it whatever values are in it: all that comes before the first.</summary>
    public string Known => Value is { } value ? Text[..value.Before] : Text;

    public bool HasPath => Text.Contains('/', StringComparison.Ordinal);

    /// <summary>Open subscript brackets after a character: in <c>name[…]</c>, and in <c>{name[…]}</c> of a redirection.</summary>
    public static int Brackets(int open, StringBuilder word, char c) =>
        c switch
        {
            '[' when open > 0 || IsName(word) => open + 1,
            ']' when open > 0 => open - 1,
            _ => open,
        };

    private static bool IsName(StringBuilder word)
    {
        var from = word.Length > 0 && word[0] == '{' ? 1 : 0;
        if (from == word.Length || char.IsAsciiDigit(word[from]))
            return false;
        for (; from < word.Length; from++)
        {
            if (!char.IsAsciiLetterOrDigit(word[from]) && word[from] != '_')
                return false;
        }

        return true;
    }

    /// <param name="Start">Where in the script it begins.</param>
    /// <param name="Before">How much of the word's text comes before it.</param>
    /// <param name="InSubscript">It is between the brackets of <c>name[…]</c>.</param>
    internal readonly record struct WrittenValue(int Start, int Before, bool InSubscript);
}
