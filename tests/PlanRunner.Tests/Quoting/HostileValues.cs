using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlanRunner.Quoting;
using PlanRunner.Templating;

namespace PlanRunner.Tests.Quoting;

/// <summary>The values that a template is rendered with: words that harm nothing, or text that tries to get out of its quotes.</summary>
internal sealed partial class HostileValues
{
    private static readonly string[] Texts = ["a", "b", "s", "c", "i", "j", "k", "m"];

    private static readonly string[] Fragments =
    [
        "",
        "'",
        "''",
        "it's",
        "\\",
        "\\'",
        "'\\''",
        "\\\\",
        "$$",
        "$t$",
        "$",
        "--",
        "-- x",
        "*/",
        "/*",
        "*/ 1 /*",
        ";",
        "; SELECT 1",
        "')",
        "(",
        ")",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\n'b'",
        "' 'x",
        "'||'",
        "E'",
        "\n--\n'",
        "$(touch canary)",
        "`touch canary`",
        "${x}",
        "$x",
        "&",
        "|",
        ">canary",
        "<",
        "#",
        "# x",
        "~",
        "*",
        "!",
        "{a,b}",
        "\\n",
        "%s",
        "’",
        "＇",
        "ʼ",
        "“",
        "”",
        "\u2028",
        "\u00A0",
        "é",
        "ā",
        "ÿ",
        "😀",
        "\u0001",
        "\u007F",
        "\t",
        "\v",
        ":n",
        "$1",
        "NULL",
        "1",
        "-1",
        "-n",
        "0x",
        ".5",
        "END",
        "\nEND\n",
        "\n\tEND\n",
        "esac",
        "=",
        "a=b",
        "x",
        " ",
        "  y",
        "\\\n",
        "PPID[$(touch canary)]",
        "x[$(touch canary)]=1",
        "-vPPID[$(touch canary)]",
        "([PPID[$(touch canary)]]=1)",
        "-v",
        "(",
        "]]",
        "]=1",
    ];

    private static readonly string[] Unsendable = ["\0", "a\0'", "\uD83D", "'\uDE00x"];

    private readonly Dictionary<string, string> texts;

    private HostileValues(Dictionary<string, string> texts, int number, double real, bool yes)
    {
        this.texts = texts;
        Number = number;
        Real = real;
        Yes = yes;
    }

    public static HostileValues Harmless { get; } =
        new(Texts.ToDictionary(name => name, name => "wq" + name, StringComparer.Ordinal), 48151, 2.75, true);

    /// <summary>The harmless words, but for the first.</summary>
    public static HostileValues With(string first) =>
        new(new(Harmless.texts, StringComparer.Ordinal) { [Texts[0]] = first }, Harmless.Number, Harmless.Real, Harmless.Yes);

    public int Number { get; }

    public double Real { get; }

    public bool Yes { get; }

    public string this[string name] => texts[name];

    public static HostileValues Of(Random random) =>
        new(
            Texts.ToDictionary(name => name, _ => Text(random), StringComparer.Ordinal),
            Pick(random, 48151, -5, -1, 0, 7, 99999, -48151),
            Pick(random, 2.75, -2.5, 1e-7, 1.5e300, -1.5e300, 0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.5),
            random.Next(2) == 0
        );

    public TemplateObject Model()
    {
        var model = SqlFunctions.Model();
        foreach (var (name, text) in texts)
            model[name] = name == "s" ? TextValue.Secret("password", text) : text;
        model["l"] = new TemplateArray([this["a"], this["b"]]);
        model["n"] = Number;
        model["f"] = Real;
        model["t"] = Yes;
        return model;
    }

    /// <summary>What was made of the harmless words, as it must be with these values in their places.</summary>
    public string Expected(string harmless, bool sql = false) =>
        Mark()
            .Replace(
                harmless,
                match =>
                    match.Value switch
                    {
                        "48151" => Number.ToString(CultureInfo.InvariantCulture),
                        "2.75" => Real.ToString(CultureInfo.InvariantCulture),
                        "true" when !sql => Yes ? "true" : "false",
                        "true" => match.Value,
                        // As a part of a connection string, and of a name that is quoted once more.
                        "wqc" => this["c"].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal),
                        "wqk" => this["k"].Replace("\"", "\"\"", StringComparison.Ordinal),
                        ['W', ..] => this[match.Value[2..].ToLowerInvariant()].ToUpperInvariant(),
                        _ => this[match.Value[2..]],
                    }
            );

    public override string ToString() =>
        string.Join(
            ", ",
            texts
                .Select(text => $"{text.Key} = {JsonSerializer.Serialize(text.Value.Length > 200 ? text.Value[..200] : text.Value)}")
                .Append($"n = {Number}, f = {Real}, t = {Yes}")
        );

    private static string Text(Random random) =>
        random.Next(100) switch
        {
            < 45 => Pick(random, Fragments),
            < 96 => string.Concat(Enumerable.Range(0, random.Next(2, 7)).Select(_ => Pick(random, Fragments))),
            < 97 => string.Concat(Enumerable.Repeat(Pick(random, Fragments) + "x", 1000)),
            < 98 => Pick(random, Unsendable),
            _ => "plain",
        };

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    [GeneratedRegex("wq[a-z]|WQ[A-Z]|48151|2\\.75|true", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mark();
}
