using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class SegmentTests
{
    [Fact]
    public void Text_is_verbatim_and_an_expression_points_at_its_braces()
    {
        var render = Rendering.Run("ab {{ name }} cd", model: Rendering.Model(("name", "x")));

        Assert.Equal(
            [
                new Segment("ab ", null, 0, 3, true, null, "text"),
                new Segment("x", null, 3, 10, false, null, null, 6, 4),
                new Segment(" cd", null, 13, 3, true, null, "text"),
            ],
            render.Segments
        );
    }

    [Fact]
    public void What_white_space_control_takes_away_moves_the_place_along()
    {
        var render = Rendering.Run("a \n {{- 1 -}} \n b {{~ 2 ~}} \n c");

        Assert.Equal(
            [
                new Segment("a", null, 0, 1, true, null, "text"),
                new Segment("1", null, 4, 9, false, null, "number", 8, 1),
                new Segment("b", null, 16, 1, true, null, "text"),
                new Segment("2", null, 18, 9, false, null, "number", 22, 1),
                new Segment(" c", null, 29, 2, true, null, "text"),
            ],
            render.Segments
        );
    }

    [Theory]
    [InlineData("x {{ 1 }}\n  {%{ {{ }%} y\n{{- if true ~}}\n z {{ end }}")]
    [InlineData("{{~ for i in 1..3 ~}}\n  line {{ i }}\n{{~ end ~}}\n")]
    public void Verbatim_segments_are_the_template_s_own_text(string template)
    {
        var render = Rendering.Run(template);

        Assert.Empty(render.Errors);
        Assert.All(
            render.Segments.Where(segment => segment.Verbatim),
            segment => Assert.Equal(segment.Text, template.Substring(segment.SourceStart, segment.SourceLength))
        );
    }

    [Fact]
    public void Each_run_is_a_segment_with_its_secret()
    {
        var render = Rendering.Run("{{ 'a' + secrets.token + 'b' }}");

        Assert.Equal([(null, "a"), ("token", "t0ken"), (null, "b")], render.Segments.Select(segment => (segment.Secret, segment.Text)));
    }

    [Fact]
    public void A_NUL_does_not_end_the_text()
    {
        var render = Rendering.Run("a\0b{{ 'c\0d' }}e");

        Assert.Equal("a\0bc\0de", render.Text);
    }

    [Fact]
    public void An_included_template_s_text_has_its_own_places()
    {
        var options = new TemplateOptions { Include = name => $"in {{{{ 1 }}}} {name}" };

        var render = Rendering.Run("a {{ include 'part' }}", options);

        Assert.Equal(
            [
                new Segment("a ", null, 0, 2, true, null, "text"),
                new Segment("in ", null, 0, 3, true, "part", "text"),
                new Segment("1", null, 3, 7, false, "part", "number", 6, 1),
                new Segment(" part", null, 10, 5, true, "part", "text"),
            ],
            render.Segments
        );
    }

    [Fact]
    public void A_function_s_output_points_at_the_braces_in_its_body()
    {
        var render = Rendering.Run("{{ func f }}[{{ $0 }}]{{ end }}{{ f 7 }}");

        Assert.Equal([("[", 12), ("7", 13), ("]", 21)], render.Segments.Select(segment => (segment.Text, segment.SourceStart)));
    }
}
