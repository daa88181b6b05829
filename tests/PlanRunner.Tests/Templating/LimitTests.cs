using System.Diagnostics;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class LimitTests
{
    [Theory]
    [InlineData("{{ while true; end }}", "more than 500000 iterations")]
    [InlineData("{{ for i in 1..1000000000000; end }}", "The range has more than")]
    [InlineData("{{ for i in 1..10000; for j in 1..10000; end; end }}", "more than 500000 iterations")]
    [InlineData("{{ func f; f; end; f }}", "are nested deeper than")]
    [InlineData("{{ func f; f $0; f $0; end; f 1 }}", "are nested deeper than")]
    [InlineData("{{ func f(n); if n > 0; f (n - 1); f (n - 1); end; end; f 60 }}", "loop iterations")]
    [InlineData("{{ 'a' * 2000000000 }}", "The text or list grows too long")]
    [InlineData("{{ x = 'aaaaaaaaaa'; for i in 1..100; x = x + x; end }}", "The text is longer than")]
    [InlineData("{{ x = [1]; for i in 1..100; x = x + x; end; x }}", "loop iterations")]
    [InlineData("{{ [1] * 2000000000 }}", "more than 500000 items")]
    [InlineData("{{ x = []; x[2000000000] = 1 }}", "more than 500000 items")]
    [InlineData("{{ 1..2000000000 | array.reverse }}", "The range has more than")]
    [InlineData("{{ x = 10; for i in 1..100; x = x * x; end }}", "The number grows")]
    [InlineData("{{ 1 << 4000000 }}", "The number grows too large")]
    [InlineData("{{ 'a' | string.pad_left 2000000000 }}", "Padding width")]
    [InlineData(
        "{{ for i in 1..100000; 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; end }}",
        "The text is longer than"
    )]
    [InlineData("{{ ('a' * 40) + 'b' | regex.match '^(a+)+$' }}", "The regular expressions take longer")]
    [InlineData("{{ x = {}; x.y = x; x }}", "reference loops")]
    [InlineData("{{ x = {}; x.y = x; object.to_json x }}", "contains itself")]
    [InlineData("{{ x = []; y = []; x[0] = x; y[0] = y; x == y }}", "reference loops")]
    [InlineData("{{ x = '' | string.pad_left 16000000; y = x + 'b'; for i in 1..400000; z = x < y; end }}", "loop iterations")]
    [InlineData("{{ x = '' | string.pad_left 16000000; for i in 1..400000; z = x | string.whitespace; end }}", "loop iterations")]
    [InlineData("{{ x = ['' | string.pad_left 16000000]; for i in 1..400000; z = x == 'a'; end }}", "loop iterations")]
    [InlineData("{{ x = 1 << 4000; for i in 1..400000; z = x + ''; end }}", "loop iterations")]
    [InlineData("{{ while true; a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]; end }}", "loop iterations")]
    [InlineData("{{ x = [1]; for i in 1..18; x = [x, x]; end; for i in 1..100; y = x + ''; end }}", "loop iterations")]
    [InlineData("{{ x = 1..100000; for i in 1..1000; y = x | array.sort; end }}", "more than 500000 items")]
    [InlineData("{{ x = '<script' * 100000; x | html.strip }}", "The regular expressions take longer")]
    [InlineData("{{ x = 'a' * 6000; y = x | regex.replace '(?=(.*)).' '$1$1' }}", "The text or list grows too long")]
    [InlineData("{{ date.parse '2020-01-01' | date.to_string ('%c' * 4000000) }}", "The text or list grows too long")]
    [InlineData("{{ x = missing; for i in 1..400000; y = x + i; end }}", "The name missing is unknown")]
    [InlineData("{{ ('1+' * 400000) + '1' | object.eval }}", "is not available")]
    public void A_template_cannot_go_on_for_ever(string template, string message)
    {
        var clock = Stopwatch.StartNew();

        Assert.Contains(message, Rendering.Error(template).Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_secret_without_a_letter_cannot_grow_into_a_text_without_an_end()
    {
        var model = Rendering.Model(("a", TextValue.Secret("a", "")), ("b", TextValue.Secret("b", "")));

        var render = Rendering.Run("{{ x = a + b; for i in 1..60; x = x + x; end; x + 'c' }}", model: model);

        Assert.Empty(render.Errors);
        Assert.Equal("(secret a)(secret b)c", Rendering.Shown(render));
    }

    [Fact]
    public void A_message_is_cut_short_where_a_value_in_it_is_long()
    {
        var error = Rendering.Error("{{ x = {a: 1}; x['' | string.pad_left 1000000] }}");

        Assert.InRange(error.Message.Length, 100, 1100);
    }

    [Fact]
    public void An_include_of_itself_ends()
    {
        var options = new TemplateOptions { Include = _ => "a{{ include 'x' }}" };

        Assert.Contains("are nested deeper than", Rendering.Error("{{ include 'x' }}", options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_an_error_not_a_crash()
    {
        string[] deep =
        [
            "{{ " + Repeat("(") + "1" + Repeat(")") + " }}",
            "{{ " + Repeat("[") + Repeat("]") + " }}",
            "{{ x = " + Repeat("{a: ") + "1" + Repeat("}") + " }}",
            "{{ " + Repeat("!") + "true }}",
            "{{ " + Repeat("-") + "1 }}",
            "{{ " + Repeat("@") + "x }}",
            Repeat("{{ if true }}") + Repeat("{{ end }}"),
            "{{ x = " + Repeat("do; ret ") + "1" + Repeat("; end") + " }}",
            "{{ " + Repeat("true ? 1 : ") + "2 }}",
            "{{ " + Repeat("a[") + "1" + Repeat("]") + " }}",
            "{{ " + Repeat("$'{") + "1" + Repeat("}'") + " }}",
        ];

        Assert.All(deep, text => Assert.Single(Template.Parse(text).Errors));
    }

    [Fact]
    public void A_long_chain_of_operators_is_an_error_not_a_crash()
    {
        var sum = Template.Parse("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000)) + " }}");

        Assert.Contains("depth limit", Assert.Single(sum.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" + 1", "")]
    [InlineData(" ? 1 : 2", "")]
    [InlineData(" | f", "")]
    [InlineData(".a", "")]
    [InlineData("[0]", "")]
    [InlineData(" .. 1", "")]
    [InlineData(" ?? 1", "")]
    [InlineData("", " + 1")]
    [InlineData("", " ? 1 : 2")]
    [InlineData("", "?.a")]
    public void A_long_chain_before_or_behind_a_pipe_does_not_end_the_process(string before, string behind)
    {
        Exception? failure = null;
        // As little stack as there may be anywhere, so that a walk that goes one deeper with each link is seen.
        var thread = new Thread(
            () =>
                failure = Record.Exception(() =>
                    Template
                        .Parse($"{{{{ x{Repeat(before)} | f{Repeat(behind)} }}}}")
                        .Template?.Render([], new TemplateOptions { Relaxed = true })
                ),
            512 * 1024
        );
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Theory]
    [InlineData("{{ func f(n); f(n + 1) | string.size | string.append 'a'; end; f 1 }}", "are nested deeper than")]
    [InlineData(
        "{{ func f(n); (((((((((((((((f(n + 1) | f) | f) | f) | f) | f) | f) | f) | f) | f) | f) | f) | f) | f) | f) | f); end; f 1 }}",
        "nested too deeply"
    )]
    public void What_fails_deep_inside_of_pipes_does_not_end_the_process(string text, string message)
    {
        TemplateError? error = null;
        var thread = new Thread(() => error = Rendering.Run(text).Errors.FirstOrDefault(), 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Contains(message, error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_render_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Equal(
            "The render was cancelled",
            Rendering.Error("{{ while true; end }}", new TemplateOptions { Cancellation = source.Token }).Message
        );
    }

    [Fact]
    public void Ten_thousand_renders_of_a_template_of_twenty_lines_are_quick()
    {
        var template = Rendering.Parse(
            """
            -- {{ plan }}: replicate {{ publication }}
            SET lock_timeout = '5s';
            SET search_path = '';
            CREATE PUBLICATION {{ publication | sql.ident }} FOR TABLE
            {{~ for table in tables ~}}
              {{ table | sql.ident }}{{ if !for.last }},{{ end }}
            {{~ end ~}}
            ;
            {{~ for role in roles ~}}
            ALTER ROLE {{ role | sql.ident }} NOLOGIN;
            {{~ end ~}}
            {{~ if environment == "production" ~}}
            SELECT pg_create_logical_replication_slot({{ publication | sql.literal }}, 'pgoutput');
            {{~ else ~}}
            SELECT 1 + {{ headroom * 2 }};
            {{~ end ~}}
            ALTER DATABASE {{ source.database | sql.ident }} SET default_transaction_read_only = on;
            COMMENT ON DATABASE {{ source.database | sql.ident }} IS {{ "by " + plan | string.upcase | sql.literal }};
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO {{ roles | array.join ", " | raw }};
            SELECT 1;
            """
        );
        var model = Rendering.Model(
            ("plan", "p"),
            ("publication", "replicate"),
            ("tables", new TemplateArray(["a", "b", "c"])),
            ("roles", new TemplateArray(["web", "worker"])),
            ("environment", "production"),
            ("headroom", 1000),
            ("source", new TemplateObject { ["database"] = "shop" })
        );
        Assert.Empty(template.Render(model, Rendering.Strict).Errors);

        var clock = Stopwatch.StartNew();
        for (var count = 0; count < 10_000; count++)
        {
            template.Render(model, Rendering.Strict);
        }

        // Far above what it takes, as the machine may be busy with other tests; the benchmark measures.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 10_000));
}
