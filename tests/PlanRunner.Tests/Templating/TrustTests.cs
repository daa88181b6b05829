using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class TrustTests
{
    [Theory]
    [InlineData("{{ 'a' }}", "text:a")]
    [InlineData("{{ name }}", "none:x y")]
    [InlineData("{{ 'a' + name + 'b' }}", "text:a|none:x y|text:b")]
    [InlineData("{{ name + 1 }}", "none:x y1")]
    [InlineData("{{ $'a{name}b' }}", "text:a|none:x y|text:b")]
    [InlineData("{{ 'a' | string.upcase }}", "none:A")]
    [InlineData("{{ name | string.upcase }}", "none:X Y")]
    [InlineData("{{ 'a' + name | string.upcase }}", "none:AX Y")]
    [InlineData("{{ 'abc' | string.replace 'b' name }}", "none:ax yc")]
    [InlineData("{{ ('ab' + name) | string.slice 1 2 }}", "none:bx")]
    [InlineData("{{ name | string.split ' ' | array.first }}", "none:x")]
    [InlineData("{{ [name, 'b'] | array.join ',' }}", "none:x y|text:,b")]
    [InlineData("{{ name * 2 }}", "none:x yx y")]
    [InlineData("{{ name | string.base64_encode }}", "none:eCB5")]
    [InlineData("{{ 1 + 1 }}", "number:2")]
    [InlineData("{{ true }}", "number:true")]
    [InlineData("{{ name | sql.ident }}", "sql.ident:\"x y\"")]
    [InlineData("{{ (name | sql.ident) + ' ' + (name | sql.ident) }}", "sql.ident:\"x y\"|text: |sql.ident:\"x y\"")]
    [InlineData("{{ name | sql.ident | string.upcase }}", "none:\"X Y\"")]
    [InlineData("{{ name | sql.ident | string.slice 0 3 }}", "none:\"x ")]
    [InlineData("{{ capture c }}t {{ name }}{{ end }}{{ c }}", "text:t |none:x y")]
    [InlineData("{{ object.keys given }}", "text:[|none:\"key\"|text:]")]
    [InlineData("{{ [1, name] }}", "text:[|number:1|text:, |none:\"x y\"|text:]")]
    [InlineData("{{ {a: name} | object.to_json }}", "none:{\"a\":\"x y\"}")]
    [InlineData("{{ 255 | math.format 'X4' }}", "none:00FF")]
    [InlineData("{{ 5 | math.format '000' }}", "number:005")]
    [InlineData("{{ -5 | string.downcase }}", "none:-5")]
    [InlineData("{{ 1 | math.format '0;\u0022--\u0022' | string.append '--' }}", "none:1--")]
    [InlineData("{{ 'a--b' | regex.replace name '' }}", "none:a--b")]
    [InlineData("{{ 'a--b' | string.split name | array.join '' }}", "none:a--b")]
    [InlineData("{{ 'a--b' | regex.split name | array.join '' }}", "none:a--b")]
    [InlineData("{{ ('a x yb' | regex.match name)[0] }}", "none:x y")]
    [InlineData("{{ date.parse '2020-01-02' }}", "none:02 Jan 2020")]
    [InlineData("{{ func f(x); ret 'a' + x; end; f name }}", "text:a|none:x y")]
    [InlineData("{{ name | array.size }}", "number:3")]
    public void What_is_written_is_as_trusted_as_what_it_was_made_of(string template, string wanted)
    {
        var model = Rendering.Model(("name", "x y"), ("given", new TemplateObject { ["key"] = 1 }));

        var written = Rendering.Run(template, model: model).Segments.Where(segment => !segment.Verbatim);

        Assert.Equal(wanted, string.Join('|', written.Select(segment => $"{segment.Form ?? "none"}:{segment.Text}")));
    }

    [Theory]
    [InlineData("{{ date.format = name }}")]
    [InlineData("{{ date.format = '%F' + name }}")]
    [InlineData("{{ date.format = secret }}")]
    public void A_value_does_not_decide_how_every_date_is_written(string template)
    {
        var error = Rendering.Error(template, model: Rendering.Model(("name", "x y"), ("secret", TextValue.Secret("secret", "hunter2"))));

        Assert.Equal((3, 11), (error.Start, error.Length));
    }

    [Theory]
    [InlineData("{{ 'asc' }}", "text:asc")]
    [InlineData("{{ name }}", "none:asc")]
    [InlineData("{{ words = ['asc']; words[0] }}", "text:asc")]
    [InlineData("{{ x = [name, 'asc']; x[0] }}", "none:asc")]
    [InlineData("{{ name | string.strip }}", "none:asc")]
    [InlineData("{{ 'asc' | string.strip }}", "none:asc")]
    [InlineData("{{ 'as' + 'c' }}", "text:asc")]
    [InlineData("{{ $'as{\"c\"}' }}", "text:asc")]
    [InlineData("{{ false ? 'asc' : name }}", "none:asc")]
    public void Only_what_the_author_wrote_is_trusted_and_not_what_is_equal_to_it(string template, string wanted)
    {
        var written = Rendering.Run(template, model: Rendering.Model(("name", "asc"))).Segments;

        Assert.Contains(wanted, written.Select(segment => $"{segment.Form ?? "none"}:{segment.Text}"));
        Assert.DoesNotContain(written, segment => segment.Form == (wanted[0] == 't' ? null : TextForm.Trusted));
    }

    [Fact]
    public void A_value_is_not_run_as_a_template()
    {
        var error = Rendering.Error("{{ object.eval_template name }}", model: Rendering.Model(("name", "{{ 1 }}")));

        Assert.Equal("object.eval_template is not available", error.Message);
    }

    [Fact]
    public void A_quoted_text_of_several_lines_is_not_indented()
    {
        var model = Rendering.Model(("name", "a\nb"));

        Assert.Equal("  'a\nb'", Rendering.Text("  {{ name | sql.literal }}", model: model));
        Assert.Equal("  a\n  b", Rendering.Text("  {{ name }}", model: model));
    }
}
