using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class ValueTests
{
    [Fact]
    public void A_single_expression_gives_its_value()
    {
        var model = Rendering.Model(("roles", new TemplateArray(["web", "worker"])));

        var value = Rendering.Parse("{{ roles }}").Evaluate(model, Rendering.Strict).Value;

        Assert.Equal(["web", "worker"], Assert.IsType<TemplateArray>(value).Select(item => ((TextValue)item!).Text));
    }

    [Fact]
    public void Anything_else_gives_its_text()
    {
        var value = Rendering.Parse("a {{ secrets.token }}").Evaluate(Rendering.Model(), Rendering.Strict).Value;

        var text = Assert.IsType<TextValue>(value);
        Assert.Equal(("a t0ken", "token"), (text.Text, text.Secrets));
    }

    [Theory]
    [InlineData("environment == \"production\" && with_failback", true)]
    [InlineData("environment != 'production' || count > 5", false)]
    [InlineData("roles | array.contains 'web'", true)]
    [InlineData("count * 2", 6)]
    [InlineData("\n count + 1\n", 4)]
    [InlineData("(1..3) | array.size", 3)]
    public void An_expression_needs_no_braces(string expression, object wanted)
    {
        var model = Rendering.Model(
            ("environment", "production"),
            ("with_failback", true),
            ("count", 3),
            ("roles", new TemplateArray(["web"]))
        );

        Assert.Equal(wanted, Rendering.Value(expression, model: model));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x = 1")]
    [InlineData("if true; end")]
    [InlineData("1; 2")]
    [InlineData("a }} b")]
    public void What_is_no_expression_is_an_error(string expression) => Assert.NotEmpty(Template.ParseExpression(expression).Errors);

    [Fact]
    public void A_range_is_given_as_a_list() => Assert.Equal([1, 2, 3], Assert.IsType<TemplateArray>(Rendering.Value("1..3")));

    [Fact]
    public void A_render_leaves_no_trace_in_its_model()
    {
        var model = Rendering.Model(("x", 1));

        Assert.Equal("2 3", Rendering.Text("{{ x = 2; y = 3; x + ' ' + y }}", model: model));
        Assert.Equal(1, model["x"]);
        Assert.False(model.ContainsKey("y"));
    }

    [Theory]
    [InlineData("{{ list[0] = 9 }}")]
    [InlineData("{{ list[5] = 9 }}")]
    [InlineData("{{ x = list; x[0] = 9 }}")]
    [InlineData("{{ map.list[0] = 9 }}")]
    [InlineData("{{ map.a = 9 }}")]
    public void What_is_given_cannot_be_changed_for_the_renders_that_come_after(string template)
    {
        var map = new TemplateObject { ["a"] = 1, ["list"] = new TemplateArray([1, 2]) };
        var model = Rendering.Model(("list", new TemplateArray([1, 2])), ("map", map));

        Assert.Equal("[1, 2] [1, 2] 1", Rendering.Text("{{ list }} {{ map.list }} {{ map.a }}", model: model));
        Assert.EndsWith("read-only", Rendering.Error(template, model: model).Message, StringComparison.Ordinal);
        Assert.Equal("[1, 2] [1, 2] 1", Rendering.Text("{{ list }} {{ map.list }} {{ map.a }}", model: model));
    }

    [Theory]
    [InlineData("{{ a }} {{ b.c[d] | string.upcase }}", "a,b,d")]
    [InlineData("{{ x = a; x }}{{ for i in list; i; for.index; end }}", "a,list")]
    [InlineData("{{ name = name ?? 'd' }}", "name")]
    [InlineData("{{ func f(p); p + q; end; f 1 }}", "q")]
    [InlineData("{{ f(p) = p + q; f 2 }}", "q")]
    [InlineData("{{ capture c; a; end; c }}{{ $l = 1; $l }}", "a")]
    [InlineData("{{ $'x{a}' }}{{ n += 1 }}", "a,n")]
    [InlineData("{{ if a; b; else; c; end }}{{ include 'x' d }}", "a,b,c,d")]
    public void A_template_tells_which_names_it_reads(string template, string names) =>
        Assert.Equal(names, string.Join(',', Rendering.Parse(template).Names.Order(StringComparer.Ordinal)));

    [Fact]
    public void A_template_can_be_rendered_from_several_threads()
    {
        var template = Rendering.Parse("{{ x = n * 2; for i in 1..50; x = x + 1; end; x }}");

        Parallel.For(
            0,
            200,
            number => Assert.Equal((number * 2 + 50).ToString(), template.Render(Rendering.Model(("n", number)), Rendering.Strict).Text)
        );
    }
}
