using System.Text;
using System.Text.Json;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>Secrets of awkward shapes by name, and where their values are in texts, in every shape in which one is expected to say them.</summary>
internal static class Canaries
{
    /// <summary>The beginnings and ends between which the plans print a value, so that a common word is recognised too.</summary>
    private const string Before = "<<";
    private const string After = ">>";
    private const int Stretch = 16;
    private const int ShortestLine = 6;

    public static readonly IReadOnlyDictionary<string, string> Values = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["single_quote"] = "it's-7f3e'c1'",
        ["double_quote"] = "say \"9ad0c2\" now",
        ["percent"] = "50%-%s-%d41b7%",
        ["backslash"] = @"C:\new\'d93fe\",
        ["newline"] = "first-a81c7e\nsecond-'b92d8f'\nthird-%c03e90",
        ["two"] = "¤ß",
        ["word"] = "table",
        ["url"] = "p@ss/w:rd%20?&#=e5b1",
        ["password_file"] = @"f:ile\-'%40-:8e2d91",
        ["unicode"] = "пароль-🔑-ü-ﬁ-6c2a",
        ["long"] = string.Concat(Enumerable.Range(0, 400).Select(i => $"{(i * 7919) ^ 0x5a5a5:x5}-{i % 7}")),
        ["dollar"] = "$pa$$-${HOME}-`id`-$(id)-77aa",
    };

    /// <summary>Those that occur nowhere by nature, to be looked for in the command lines of all processes.</summary>
    public static IEnumerable<string> Unmistakable => Values.Where(v => v.Key is not ("word" or "two")).Select(v => v.Value);

    /// <summary>What a text shows of them, with its surroundings; nothing where it keeps them.</summary>
    public static IEnumerable<string> In(string where, string text) =>
        from value in Values
        from shape in Shapes(value.Key, value.Value).Distinct(StringComparer.Ordinal)
        let at = text.IndexOf(shape, StringComparison.Ordinal)
        where at >= 0
        select $"{where}: {value.Key}: …{text[Math.Max(0, at - 80)..Math.Min(text.Length, at + Math.Min(shape.Length, 60) + 30)]}…";

    private static IEnumerable<string> Shapes(string name, string value)
    {
        if (name == "word")
            return [$"{Before}{value}{After}", $"'{value}'", $"\"{value}\"", $"={value} ", $": {value}\n"];
        IEnumerable<string> whole = [value, .. value.Split('\n').Where(line => line.Length >= ShortestLine)];
        var shapes = whole.SelectMany(text =>
            new[]
            {
                text,
                text.Replace("'", "''", StringComparison.Ordinal),
                text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal),
                JsonEncodedText.Encode(text).ToString(),
                Uri.EscapeDataString(text),
                Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
            }
        );
        // Of a long one any stretch.
        return value.Length < 200
            ? shapes
            : Enumerable.Range(0, (value.Length / Stretch) - 1).Select(i => value.Substring(i * Stretch, Stretch));
    }
}
