using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class RobustnessTests
{
    private const string Hidden = "S3CR3T";

    private static readonly string[] Words =
    [
        "{{ ",
        " }}",
        "{{- ",
        " -}}",
        "{{~ ",
        " ~}}",
        "\n",
        "; ",
        " ",
        "x ",
        "$x ",
        "$ ",
        "$0 ",
        "$$",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "a: ",
        ", ",
        ": ",
        ".",
        "?.",
        "? ",
        "?? ",
        "| ",
        "+ ",
        "- ",
        "* ",
        "/ ",
        "% ",
        "<< ",
        "..",
        "== ",
        "< ",
        "&& ",
        "|| ",
        "!",
        "@",
        "^",
        "= ",
        "+= ",
        "++ ",
        "'a' ",
        "`c` ",
        "$'{x}' ",
        "1 ",
        "2.5 ",
        "1e3 ",
        "null ",
        "true ",
        "this",
        "if ",
        "else ",
        "end ",
        "for i in ",
        "while ",
        "case ",
        "when ",
        "func f; ",
        "func g(a, b = 1, c...); ",
        "f(x) = ",
        "ret ",
        "break",
        "continue",
        "capture c; ",
        "with ",
        "wrap ",
        "import ",
        "readonly ",
        "do; ",
        "include 'p' ",
        "f ",
        "g ",
        "[1, 2, 3] ",
        "{a: 1} ",
        "1..5 ",
        "secret ",
        "given.a ",
        "list[0] ",
        "for.changed ",
        "{%{",
        "}%}",
        "# ",
        "## ",
    ];

    private static readonly string[] Values =
    [
        "secret",
        "'aB c'",
        "''",
        "null",
        "-1",
        "3",
        "1e30",
        "2.5",
        "1.5m",
        "[3, 1, secret]",
        "[]",
        "{a: secret}",
        "{}",
        "1..4",
        "x",
        "list",
        "(secret | string.split 'C')",
        "@string.upcase",
        "'(a+)+$'",
        "'%Y %q'",
        "'N2'",
        "(date.parse '2020-02-29')",
        "timespan.zero",
        "true",
        "99999999999",
        "-2147483648",
        "'\\ud800'",
        "math",
        "$'z{secret}'",
        "'fr-FR'",
        "'i'",
    ];

    private static readonly string[] Functions =
    [
        .. from @group in new[] { "array", "date", "html", "math", "object", "regex", "string", "timespan" }
        from name in (TemplateArray)Rendering.Value($"object.keys {@group}")!
        select $"{@group}.{name}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_text_is_rendered_or_has_errors_with_places(int seed)
    {
        var random = new Random(seed);
        for (var count = 0; count < 3000; count++)
        {
            var words = Enumerable.Range(0, random.Next(1, 14)).Select(_ => Words[random.Next(Words.Length)]);
            Try("{{ " + string.Concat(words) + " }}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_arguments_give_a_function_a_result_or_an_error(int seed)
    {
        var random = new Random(seed);
        for (var count = 0; count < 2000; count++)
        {
            var arguments = Enumerable.Range(0, random.Next(4)).Select(_ => Values[random.Next(Values.Length)]);
            var call = $"{Values[random.Next(Values.Length)]} | {Functions[random.Next(Functions.Length)]} {string.Join(' ', arguments)}";
            Try($"{{{{ y = {call}; y; 'a' + y; y == 1; y | object.to_json; for item in y; item; end }}}}");
        }
    }

    private static void Try(string text)
    {
        var parse = Template.Parse(text);
        Assert.All(parse.Errors, error => Check(text, error));
        foreach (var isRelaxed in new[] { true, false })
        {
            if (parse.Template?.Render(Model(), Options(isRelaxed)) is not { } render)
            {
                continue;
            }

            Assert.All(render.Errors, error => Check(text, error));
            Assert.DoesNotContain(
                render.Segments,
                segment => segment.Secret is null && segment.Text.Contains(Hidden, StringComparison.Ordinal)
            );
            Assert.All(
                render.Segments.Where(segment => segment is { Verbatim: true, Source: null }),
                segment => Assert.Equal(segment.Text, text.Substring(segment.SourceStart, segment.SourceLength))
            );
        }
    }

    private static void Check(string text, TemplateError error)
    {
        Assert.True(error.Start >= 0 && error.Length > 0 && error.Start <= text.Length, $"{error} in {text}");
        Assert.DoesNotContain(Hidden, $"{error.Message} {error.Help}", StringComparison.Ordinal);
    }

    private static TemplateObject Model() =>
        new()
        {
            ["secret"] = TextValue.Secret("hidden", Hidden),
            ["given"] = new TemplateObject { ["a"] = 1 },
            ["list"] = new TemplateArray([1, "u", null]),
            ["x"] = "uu",
        };

    private static TemplateOptions Options(bool isRelaxed) =>
        new()
        {
            Relaxed = isRelaxed,
            LoopLimit = 20_000,
            RegexTimeout = TimeSpan.FromMilliseconds(100),
            Include = name => name == "p" ? "in {{ $0 }} {{ x }}\nq" : null,
        };
}
