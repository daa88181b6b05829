using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Runner.Plans.Schema;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>
/// Changes a text in a way that leaves most of it standing: lines, words, indents, values and stretches are moved, doubled, lost or
/// put in from elsewhere. The same random numbers give the same texts.
/// </summary>
internal sealed partial class Mutator
{
    private const int Longest = 100_000;

    private static readonly string[] Wild =
    [
        "\t",
        "\0",
        "\u0001",
        "\u001b[31m",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\ud800",
        "\udc00",
        "\U0001F600",
        "e\u0301",
        "\u202e",
        "\r",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "  ",
        "'",
        "\"",
        "`",
        "\\",
        "#",
        " #",
        "%",
        "@",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ":",
        ": ",
        ",",
        "-",
        "- ",
        "?",
        "!",
        "&",
        "*",
        "|",
        ">",
        "$",
        "$$",
        "$x$",
        "/*",
        "*/",
        "--",
        ";",
        "{{",
        "}}",
        "{{ ",
        " }}",
        "{{-",
        "~}}",
        "0",
        "-0",
        "-1",
        "1e999",
        "1e-999",
        "99999999999999999999",
        "-9223372036854775808",
        "2147483648",
        "0x7f",
        "0o17",
        "017",
        "1_000",
        ".5",
        "5.",
        ".inf",
        ".nan",
        "NaN",
        "true",
        "null",
        "~",
        "yes",
        "2020-02-30",
        "9999-12-31",
        "0000-00-00",
        "12:30:45",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "-1",
        "1",
        "0.1",
        "1e300",
        "-1e300",
        "1e-300",
        "1e400",
        "1e18",
        "1e19",
        "922337203685",
        "922337203686",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "79228162514264337593543950336",
        "65535",
        "65536",
        "1000000",
        "99999999",
        "00",
        "007",
        "0x1F",
        "0o7",
        "1.0",
        "1.",
        "1_0",
    ];

    private readonly Random random;
    private readonly IReadOnlyList<string> words;
    private readonly Func<string, string, string>[] ways;

    /// <param name="random">Where the choices come from.</param>
    /// <param name="fragments">Texts to put in.</param>
    /// <param name="corpus">The texts whose words are put in too.</param>
    public Mutator(Random random, IReadOnlyList<string> fragments, IEnumerable<string> corpus)
    {
        this.random = random;
        words =
        [
            .. corpus.SelectMany(text => Token().Matches(text).Select(match => match.Value)).Distinct(StringComparer.Ordinal),
            .. fragments,
            .. Corpus.SchemaWords,
        ];
        ways =
        [
            (text, _) => PutIn(text, Pick(fragments)),
            (text, _) => PutIn(text, Pick(fragments)),
            (text, _) => PutIn(text, Pick(Wild)),
            (text, _) => PutIn(text, Pick(words)),
            (text, _) => LoseStretch(text),
            (text, _) => DoubleStretch(text),
            (text, _) => text[..random.Next(text.Length + 1)],
            (text, _) => ChangeCharacter(text),
            (text, _) => SwapTokens(text),
            (text, _) => ChangeToken(text),
            (text, _) => ChangeToken(text),
            (text, _) => Repeat(text, fragments),
            (text, _) => ChangeLine(text),
            (text, _) => ChangeLine(text),
            (text, _) => Indent(text),
            (text, _) => Indent(text),
            (text, _) => ChangeValue(text, fragments),
            (text, _) => ChangeValue(text, fragments),
            (text, _) => AddKey(text, fragments),
            (text, _) => ChangeNumber(text),
            (text, _) => ChangeNumber(text),
            TakeOver,
            Splice,
        ];
    }

    public string Mutate(string text, string other)
    {
        var changes = random.Next(4) == 0 ? random.Next(2, 8) : random.Next(1, 3);
        for (var i = 0; i < changes; i++)
            text = Pick(ways)(text, other);
        return text.Length > Longest ? text[..Longest] : text;
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private int Position(string text) => random.Next(text.Length + 1);

    // Mostly short: a long one takes away what would have been reached.
    private (int From, int To) Stretch(string text)
    {
        var from = Position(text);
        return (from, Math.Min(text.Length, from + (random.Next(5) == 0 ? random.Next(500) : random.Next(12))));
    }

    private string PutIn(string text, string fragment) => text.Insert(Position(text), fragment);

    private string LoseStretch(string text)
    {
        var (from, to) = Stretch(text);
        return text.Remove(from, to - from);
    }

    private string DoubleStretch(string text)
    {
        var (from, to) = Stretch(text);
        return text.Insert(Position(text), text[from..to]);
    }

    private string ChangeCharacter(string text)
    {
        if (text.Length == 0)
            return text;
        var at = random.Next(text.Length);
        return text[..at] + (random.Next(2) == 0 ? Pick(Wild) : ((char)(text[at] ^ (1 << random.Next(8)))).ToString()) + text[(at + 1)..];
    }

    private string SwapTokens(string text)
    {
        if (TokenAt(text) is not { } one || TokenAt(text) is not { } two || one.Index == two.Index)
            return text;
        var (first, second) = one.Index < two.Index ? (one, two) : (two, one);
        return first.Index + first.Length > second.Index
            ? text
            : text[..first.Index]
                + second.Value
                + text[(first.Index + first.Length)..second.Index]
                + first.Value
                + text[(second.Index + second.Length)..];
    }

    private string ChangeToken(string text) =>
        TokenAt(text) is { } token ? text[..token.Index] + Pick(words) + text[(token.Index + token.Length)..] : Pick(words);

    private Match? TokenAt(string text) => Token().Match(text, Position(text)) is { Success: true } token ? token : null;

    private string Repeat(string text, IReadOnlyList<string> fragments)
    {
        var times = random.Next(6) switch
        {
            0 => 3000,
            1 => 200,
            _ => random.Next(2, 20),
        };
        var piece = random.Next(3) switch
        {
            0 => Pick(fragments),
            1 => Pick(Wild),
            _ => Pick(words),
        };
        return PutIn(text, new StringBuilder().Insert(0, piece, Math.Min(times, 30_000 / Math.Max(1, piece.Length))).ToString());
    }

    private string ChangeLine(string text)
    {
        var lines = text.Split('\n').ToList();
        var (from, to) = (random.Next(lines.Count), random.Next(lines.Count));
        var count = Math.Min(lines.Count - from, random.Next(4) == 0 ? random.Next(1, 12) : 1);
        var moved = lines.GetRange(from, count);
        switch (random.Next(4))
        {
            case 0:
                lines.RemoveRange(from, count);
                break;
            case 1:
                lines.InsertRange(to, moved);
                break;
            case 2:
                lines.RemoveRange(from, count);
                lines.InsertRange(Math.Min(to, lines.Count), moved);
                break;
            default:
                lines[from] += from + 1 < lines.Count ? lines[from + 1].TrimStart() : "";
                break;
        }

        return string.Join('\n', lines);
    }

    private string Indent(string text)
    {
        var lines = text.Split('\n');
        var from = random.Next(lines.Length);
        var by = random.Next(-4, 5);
        for (var i = from; i < Math.Min(lines.Length, from + random.Next(1, 6)); i++)
            lines[i] =
                by >= 0
                    ? (random.Next(30) == 0 ? "\t" : new string(' ', by)) + lines[i]
                    : lines[i][Math.Min(-by, lines[i].Length - lines[i].TrimStart(' ').Length)..];
        return string.Join('\n', lines);
    }

    // Behind a colon stands a value, in YAML as in JSON.
    private string ChangeValue(string text, IReadOnlyList<string> fragments)
    {
        var colon = text.IndexOf(':', Math.Min(Position(text), Math.Max(0, text.Length - 1)));
        if (colon < 0)
            return text;
        var end = text.AsSpan(colon + 1).IndexOfAny(random.Next(2) == 0 ? "\n" : "\n,}]");
        var value = random.Next(4) switch
        {
            0 => Pick(Wild),
            1 => Pick(words),
            2 => "\"" + Pick(words) + "\"",
            _ => Pick(fragments),
        };
        return text[..(colon + 1)] + (random.Next(8) == 0 ? "" : " ") + value + (end < 0 ? "" : text[(colon + 1 + end)..]);
    }

    private string ChangeNumber(string text) =>
        Number().Match(text, Position(text)) is { Success: true } number
            ? text[..number.Index] + Pick(Numbers) + text[(number.Index + number.Length)..]
            : text;

    private string AddKey(string text, IReadOnlyList<string> fragments)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var indent = lines[at].Length - lines[at].TrimStart(' ', '-').Length;
        lines.Insert(
            at + random.Next(2),
            $"{new string(' ', indent)}{Pick(Corpus.SchemaWords)}: {(random.Next(2) == 0 ? Pick(fragments) : Pick(words))}"
        );
        return string.Join('\n', lines);
    }

    private string TakeOver(string text, string other)
    {
        var (from, to) = Stretch(other);
        return PutIn(text, other[from..to]);
    }

    private string Splice(string text, string other)
    {
        var (mine, theirs) = (text.Split('\n'), other.Split('\n'));
        return string.Join('\n', mine[..random.Next(mine.Length + 1)].Concat(theirs[random.Next(theirs.Length)..]));
    }

    // One that stands alone, as a value does.
    [GeneratedRegex(
        @"(?<=^|[\s:\[,(=])-?\d+(\.\d+)?(?=$|[\s,\]})a-z])",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Number();

    [GeneratedRegex(@"\w+|[^\w\s]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Token();
}
