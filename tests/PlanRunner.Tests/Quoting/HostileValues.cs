using PlanRunner.Steps.Quoting;
using PlanRunner.Templating;

namespace PlanRunner.Tests.Quoting;

/// <summary>The values that a template is rendered with: words that harm nothing, or text that tries to get out of its quotes.</summary>
internal sealed class HostileValues
{
    private static readonly string[] Texts = ["a", "b", "s", "c", "i", "j", "k", "m"];

    private static readonly string[] Fragments =
    [
        "", "'", "''", "it's", "\\", "\\'", "'\\''", "\\\\", "$$", "$t$", "$", "--", "-- x", "*/", "/*", "*/ 1 /*", ";", "; SELECT 1", "')", "(", ")", "\"", "\"\"", "\n",
        "\r\n", "\n'b'", "' 'x", "'||'", "E'", "\n--\n'", "$(touch canary)", "`touch canary`", "${x}", "$x", "&", "|", ">canary", "<", "#", "# x", "~", "*", "!", "{a,b}", "\\n", "%s",
        "’", "＇", "ʼ", "“", "”", "\u2028", "\u00A0", "é", "ā", "ÿ", "😀", "\u0001", "\u007F", "\t", "\v", ":n", "$1", "NULL", "1", "-1", "-n", "0x", ".", "END", "\nEND\n", "\n\tEND\n", "esac", "=", "a=b", "x", " ", "  y", "\\\n",
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

    public static HostileValues Harmless { get; } = new(Texts.ToDictionary(name => name, name => "wq" + name, StringComparer.Ordinal), 48151, 2.75, true);

    public int Number { get; }

    public double Real { get; }

    public bool Yes { get; }

    public string this[string name] => texts[name];

    public static HostileValues Of(Random random) => new(
        Texts.ToDictionary(name => name, _ => Text(random), StringComparer.Ordinal),
        Pick(random, 48151, -5, -1, 0, 7, 99999, -48151),
        Pick(random, 2.75, -2.5, 1e-7, 1.5e300, -1.5e300, 0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0),
        random.Next(2) == 0);

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

    public override string ToString() =>
        string.Join(", ", texts.Select(text => $"{text.Key} = {System.Text.Json.JsonSerializer.Serialize(text.Value.Length > 200 ? text.Value[..200] : text.Value)}").Append($"n = {Number}, f = {Real}, t = {Yes}"));

    private static string Text(Random random) => random.Next(100) switch
    {
        < 45 => Pick(random, Fragments),
        < 96 => string.Concat(Enumerable.Range(0, random.Next(2, 7)).Select(_ => Pick(random, Fragments))),
        < 97 => string.Concat(Enumerable.Repeat(Pick(random, Fragments) + "x", 1000)),
        < 98 => Pick(random, Unsendable),
        _ => "plain",
    };

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
