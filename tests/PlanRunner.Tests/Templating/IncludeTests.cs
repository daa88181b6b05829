using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class IncludeTests
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["greet"] = "Hello {{ $1 }} {{ $.title ?? '' }}",
        ["lines"] = "one\ntwo\n\nthree",
        ["count"] = "{{ y = y + 1 ~}}\nvalue {{ y }}",
        ["broken"] = "a\n{{ 1 + }}",
        ["faulty"] = "a {{ missing }}",
        ["early"] = "a{{ ret }}b",
        ["nested"] = "<{{ include 'greet' 'you' }}>",
        ["begin"] = "[",
        ["empty"] = "",
    };

    private static readonly TemplateOptions Options = new() { Include = name => Files.GetValueOrDefault(name) };

    [Theory]
    [InlineData("{{ include 'greet' 'you' }}", "Hello you ")]
    [InlineData("{{ include 'greet' 'you' title: 'Dr' }}", "Hello you Dr")]
    [InlineData("{{ include('greet', 'you') }}", "Hello you ")]
    [InlineData("{{ x = include 'greet' 'you'; x | string.upcase }}", "HELLO YOU ")]
    [InlineData("{{ include 'nested' }}!", "<Hello you >!")]
    [InlineData("{{ y = 0 }}{{ include 'count' }};{{ include 'count' }}", "value 1;value 2")]
    [InlineData("{{ include 'early' }}c", "ac")]
    [InlineData("  {{ include 'lines' }}.", "  one\n  two\n  \n  three.")]
    [InlineData("{{ include_join ['begin', 'early'] ', ' 'tpl:begin' ')' }}", "[[, a)")]
    [InlineData("{{ include_join ['empty'] ', ' '(' ')' }}", "()")]
    public void A_template_can_stand_in_another(string template, string wanted) => Assert.Equal(wanted, Rendering.Text(template, Options));

    [Fact]
    public void An_error_in_an_included_template_lies_in_it()
    {
        Assert.Equal(
            new TemplateError("The name missing is unknown", 5, 7, null, "faulty") { Kind = TemplateErrorKind.UnknownName },
            Rendering.Error("{{ include 'faulty' }}", Options)
        );
        Assert.Equal(
            new TemplateError("A value is expected here, not }}", 9, 2, null, "broken"),
            Rendering.Error("{{ include 'broken' }}", Options)
        );
    }

    [Fact]
    public void An_unknown_template_is_an_error_at_the_include() =>
        Assert.Equal(
            new TemplateError("There is no template nowhere to include", 3, 17),
            Rendering.Error("{{ include 'nowhere' }}", Options)
        );
}
