using System.Text.RegularExpressions;
using PlanRunner.Source;
using PlanRunner.Sql.Rules;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

/// <summary>What people read of a mistake is said in words of the template language, whatever Scriban and .NET say.</summary>
public sealed partial class EngineWordsTests
{
    private const int Milliseconds = 1000;

    private static readonly string[] Values =
    [
        "text",
        "number",
        "1.5",
        "1m",
        "items",
        "given",
        "yes",
        "day",
        "null",
        "(timespan.from_hours 1)",
        "(1..3)",
        "@string.upcase",
        "math",
        "99999999999999999999",
        "quoted",
        "@own",
    ];

    private static readonly string[] Uses =
    [
        "-(V)",
        "+(V)",
        "!(V)",
        "(V).a",
        "(V)[0]",
        "(V)['a']",
        "(V)[null]",
        "(V)[given]",
        "(V)[99]",
        "x = V; x.a = 1",
        "x = [V]; x['a'] = 1",
        "for i in V; i; end",
        "(V) 1",
        "1 | (V)",
        "with V; 1; end",
        "import V",
        "wrap V; 1; end",
        "x = V; x++",
        "x = V; x += 1",
        "x = V; x -= 1",
        "x = V; x *= text",
        "for i in (1..3) limit:V; i; end",
        "for i in (1..3) offset:V; i; end",
        "tablerow i in (1..3) cols:V; i; end",
        "include V",
        "include_join V ',' '' ''",
        "x = {a: V}; x.b.c",
        "x = V; readonly x; x = 1",
        "(V) ? 1 : 2",
        "case V; when given; 1; end",
    ];

    private static readonly string[] Calls =
    [
        "F",
        "F (V)",
        "text | F (V)",
        "items | F (V)",
        "5 | F (V)",
        "day | F (V)",
        "text | F 1 (V)",
        "F (V) (V) (V) (V) (V) (V)",
    ];

    private static readonly TemplateObject Model = Rendering.Model(
        ("text", "abc"),
        ("number", 5),
        ("items", new TemplateArray(["a", 2])),
        ("yes", true),
        ("quoted", TextValue.Untrusted("x").WithForm("raw")),
        ("given", new TemplateObject { ["host"] = "h", ["list"] = new TemplateArray([new TemplateObject()]) }),
        ("nothing", null),
        ("day", new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        ("own", new TemplateFunction("own", _ => null))
    );

    [Theory]
    [InlineData("{{ number.foo }}", "A number has no member foo")]
    [InlineData("{{ yes.foo }}", "true or false has no member foo")]
    [InlineData("{{ text.foo }}", "There is no member foo here")]
    [InlineData("{{ text[99] }}", "text has no item 99")]
    [InlineData("{{ text[0] = 'x' }}", "A text cannot be changed in place")]
    [InlineData("{{ number[0] }}", "A list is expected here, not a number")]
    [InlineData("{{ 5 % 0 }}", "Division by zero")]
    [InlineData("{{ given + given }}", "The operator + cannot be applied to a map and a map")]
    [InlineData("{{ [1] + 2 }}", "The operator + cannot be applied to a list and a number")]
    [InlineData("{{ text - 1 }}", "The operator - cannot be applied to a text")]
    [InlineData("{{ given < 1 }}", "A number is expected here, not a map")]
    [InlineData("{{ day + 1 }}", "A number is expected here, not a date")]
    [InlineData("{{ day * day }}", "This operator cannot be applied to dates")]
    [InlineData("{{ yes + yes }}", "The operator + cannot be applied to true or false")]
    [InlineData("{{ 1.5..3 }}", "The operator .. needs whole numbers")]
    [InlineData("{{ -text }}", "A number is expected here, not a text")]
    [InlineData("{{ text | string.slice 'a' }}", "A number is expected here, not a text")]
    [InlineData("{{ 5 | array.join ',' }}", "A list is expected here, not a number")]
    [InlineData("{{ text | date.add_days 1 }}", "A date is expected here, not a text")]
    [InlineData("{{ 1 | string.pad_left 99999999999 }}", "The number is too large here, or not a whole number")]
    [InlineData("{{ nothing() }}", "nothing is not a function")]
    [InlineData("{{ given() }}", "A map is called here as if it were a function")]
    [InlineData("{{ items | array.each 1 }}", "A function is expected here")]
    [InlineData("{{ items | array.sort 'a' }}", "A number has no member a")]
    [InlineData("{{ 'x' | timespan.parse }}", "This is not a time span")]
    [InlineData(
        "{{ '{' | object.from_json }}",
        "The text is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed"
    )]
    [InlineData("{{ '!' | string.base64_decode }}", "The text is not base64")]
    [InlineData("{{ func f; f; end; f }}", "Calls and includes are nested deeper than 100")]
    public void A_mistake_is_told_in_these_words(string template, string told) =>
        Assert.Equal(told, Rendering.Error(template, model: Model).Message);

    [Fact]
    public void No_message_of_operators_and_statements_speaks_of_types_of_the_program()
    {
        string[] operators = ["+", "-", "*", "/", "//", "%", "<", "==", "<<", ">>", "..", "&&", "??"];
        var codes = Values
            .SelectMany(one => Values.SelectMany(two => operators.Select(sign => $"({one}) {sign} ({two})")))
            .Concat(Uses.SelectMany(use => Values.Select(value => use.Replace("V", value, StringComparison.Ordinal))));
        Assert.InRange(Check(codes), 1000, 10_000);
    }

    [Fact]
    public void No_message_of_a_function_does()
    {
        string[] groups = ["array", "date", "html", "math", "object", "regex", "string", "timespan"];
        var functions = groups
            .SelectMany(group =>
                Rendering.Text($"{{{{ {group} | object.keys | array.join ' ' }}}}").Split(' ').Select(name => $"{group}.{name}")
            )
            .Where(name => !name.EndsWith("format", StringComparison.Ordinal) || name.StartsWith("math", StringComparison.Ordinal));
        var codes = functions.SelectMany(function =>
            Calls.SelectMany(call =>
                Values.Select(value => call.Replace("V", value, StringComparison.Ordinal).Replace("F", function, StringComparison.Ordinal))
            )
        );
        Assert.InRange(Check(codes), 5000, 50_000);
    }

    [Theory]
    [InlineData("System.Int32")]
    [InlineData("Scriban.Runtime.ScriptArray")]
    [InlineData("PlanRunner.Templating.TemplateArray")]
    public void Nor_does_a_message_that_nobody_has_met(string type)
    {
        var (message, help, _) = EngineWords.Of($"Something new about `{type}` (Parameter 'other')");

        Assert.DoesNotMatch(TypeNames(), message);
        Assert.StartsWith("Something new about `a ", message, StringComparison.Ordinal);
        Assert.Null(help);
    }

    [Fact]
    public void A_message_that_shows_a_huge_value_is_still_known()
    {
        var value = new string('x', 1_000_000);

        Assert.Equal(
            "The operator + cannot be applied to a map and a list",
            EngineWords.Of($"Unsupported types `{value}/object` + `[1]/array` for binary operation").Message
        );
    }

    [Theory]
    [InlineData("a {{ b \n c {{ d }} e", 2, "{{", "The code block is not closed", "Close it with }} before the next {{.")]
    [InlineData("{{ it's {{ b }} x", 0, "{{", "The code block is not closed", "Close it with }} before the next {{.")]
    [InlineData("a {{ b", 2, "{{", "The code block is not closed", "Close it with }}.")]
    [InlineData(
        "\n{{ if x }}\n{{ for y in z }}\n{{ end }}\nb",
        4,
        "if",
        "The if that begins here is not closed",
        "Write {{ end }} where the if ends."
    )]
    [InlineData("{{ if x }}{{ else if y }} b", 3, "if", "The if that begins here is not closed", "Write {{ end }} where the if ends.")]
    [InlineData("{{ case 1; when 1; 'a' }}", 3, "case", "The case that begins here is not closed", "Write {{ end }} where the case ends.")]
    [InlineData(
        "{{ x.if = 1; capture a }}b",
        13,
        "capture",
        "The capture that begins here is not closed",
        "Write {{ end }} where the capture ends."
    )]
    [InlineData(
        "{{ [1] | array.each do; ret $0 }}",
        20,
        "do",
        "The do that begins here is not closed",
        "Write {{ end }} where the do ends."
    )]
    public void What_is_not_closed_is_told_where_it_begins(string template, int start, string place, string message, string help)
    {
        var error = Assert.Single(Template.Parse(template).Errors);

        Assert.Equal((start, place, message, help), (error.Start, Rendering.At(template, error), error.Message, error.Help));
    }

    [Fact]
    public void Two_blocks_that_are_not_closed_are_told_both() =>
        Assert.Equal([3, 13], Template.Parse("{{ if x }}{{ for y in z }}b").Errors.Select(error => error.Start));

    [Theory]
    [InlineData("{{ '{{' }} {{ 1 + }}", "}}")]
    [InlineData("{{ x = {a: {b: 1}}}}{{ 1 + }}", "}}")]
    public void Braces_that_are_meant_are_not_taken_for_an_open_block(string template, string place) =>
        Assert.Equal(place, Rendering.At(template, Assert.Single(Template.Parse(template).Errors)));

    private static int Check(IEnumerable<string> codes)
    {
        var told = 0;
        var options = new TemplateOptions { Suggest = Suggestion.Nearest, Include = _ => null };
        foreach (var code in codes)
        {
            var parse = Template.Parse($"{{{{ {code} }}}}");
            foreach (var error in parse.Template?.Render(Model, options).Errors ?? parse.Errors)
            {
                Assert.False(
                    TypeNames().IsMatch(error.Message) || TypeNames().IsMatch(error.Help ?? ""),
                    $"{code}: {error.Message} / {error.Help}"
                );
                told++;
            }
        }

        return told;
    }

    [GeneratedRegex(
        @"System\.|Script|PlanRunner|Int32|Int64|TextValue|Template(Array|Object)|DateTime|TimeSpan(?!\.)|IEnumerable|IDictionary|KeyValuePair"
            + @"|Parameter '|\b(int|long|double|decimal|bigint|bool|boolean|string|array)\b(?!\.)|LimitToString|LoopLimit|Exception|\bobject reference",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Milliseconds
    )]
    private static partial Regex TypeNames();
}
