using PlanRunner.Sql.Lexing;
using PlanRunner.Templating;

namespace PlanRunner.Quoting;

/// <summary>A code block of a template inside a string, a comment or the like of SQL, where braces are more often data than code.</summary>
/// <param name="Start">Where its braces begin.</param>
/// <param name="End">Behind them.</param>
/// <param name="NamesNothing">Its code names nothing: it can only be data.</param>
/// <param name="Owner">Where the string or comment begins.</param>
/// <param name="Inside">What it is inside: "a string".</param>
/// <param name="Remedy">How the same is written as data.</param>
internal sealed record EmbeddedCode(int Start, int End, bool NamesNothing, int Owner, string Inside, string Remedy)
{
    private const int LongestQuoted = 120;

    public static IReadOnlyList<EmbeddedCode> Find(string text)
    {
        var blocks = Template.FindCode(text);
        var tokens = SqlLexer.ReadAll(Blank(text, blocks), 0, text.Length);
        var found = new List<EmbeddedCode>();
        var next = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            while (next < tokens.Count && tokens[next].End <= blocks[i].Start)
                next++;
            if (next == tokens.Count)
                break;
            if (tokens[next].Start < blocks[i].Start && Name(text, tokens[next]) is { } inside)
                found.Add(
                    new EmbeddedCode(
                        blocks[i].Start,
                        blocks[i].End,
                        blocks[i].NamesNothing,
                        tokens[next].Start,
                        inside,
                        RemedyOf(text, tokens[next], blocks, i)
                    )
                );
        }

        return found;
    }

    /// <summary>The text with blanks in the place of its code.</summary>
    public static string Blank(string text, IReadOnlyList<TemplateCode> blocks)
    {
        if (blocks.Count == 0)
            return text;
        var blank = text.ToCharArray();
        foreach (var block in blocks)
            Array.Fill(blank, ' ', block.Start, block.End - block.Start);
        return new string(blank);
    }

    private static string? Name(string text, SqlToken token) =>
        token.Kind switch
        {
            SqlTokenKind.Comment => SqlRemedies.Comment,
            SqlTokenKind.String or SqlTokenKind.DollarString or SqlTokenKind.QuotedName or SqlTokenKind.Unterminated => SqlRemedies.Name(
                text.AsSpan(token.Start)
            ),
            _ => null,
        };

    private static string RemedyOf(string text, SqlToken token, IReadOnlyList<TemplateCode> blocks, int index)
    {
        var (start, end) = (blocks[index].Start, blocks[index].End);
        var array = "";
        if (token.Kind == SqlTokenKind.String && text[token.Start] == '\'')
        {
            var value = text[(token.Start + 1)..(token.End - 1)];
            // With no code in it that is meant, the whole string is easier to read, and right where braces are nested.
            if (
                blocks.Where(b => b.Start >= token.Start && b.End <= token.End).All(b => b.NamesNothing)
                || ArrayLiteral.Constructor(value) is not null
            )
                (start, end) = (token.Start + 1, token.End - 1);
            if (ArrayLiteral.Constructor(value) is { } constructor)
                array = $", or {(constructor.Length <= LongestQuoted ? constructor : "ARRAY[[1,2],[3,4]]")}";
        }

        var raw = text[start..end];
        var shown =
            raw.Length <= LongestQuoted && !raw.Contains('\n', StringComparison.Ordinal) ? Escaped(raw) : "{%{ before it and }%} after it";
        return $"if they are data, write {shown}{array}; or template: false beside the text, which then has no code at all";
    }

    private static string Escaped(string raw)
    {
        var level = "%";
        while (raw.Contains($"}}{level}}}", StringComparison.Ordinal) || raw.EndsWith($"}}{level}", StringComparison.Ordinal))
            level += "%";
        return $"{{{level}{{{raw}}}{level}}}";
    }
}
