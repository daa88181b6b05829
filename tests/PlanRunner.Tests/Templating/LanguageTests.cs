using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("7 // 2", "3")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("5 / 2", "2.5")]
    [InlineData("2147483647 + 1", "2147483648")]
    [InlineData("9223372036854775807 + 1", "9223372036854775808")]
    [InlineData("1.5m * 2", "3.0")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("'a' + 1 + null + true", "a1true")]
    [InlineData("'ab' * 2", "abab")]
    [InlineData("[1, 2] + [3]", "[1, 2, 3]")]
    [InlineData("[1] << 2", "[1, 2]")]
    [InlineData("1 >> [2]", "[1, 2]")]
    [InlineData("1 << 3", "8")]
    [InlineData("3..1", "[3, 2, 1]")]
    [InlineData("1..<1", "[]")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("'1' == 1", "true")]
    [InlineData("[1, [2]] == [1, [2]]", "true")]
    [InlineData("null == null", "true")]
    [InlineData("null < 1", "false")]
    [InlineData("[] == empty", "true")]
    [InlineData("'' == empty", "true")]
    [InlineData("0 && ''", "true")]
    [InlineData("null || false", "false")]
    [InlineData("null ?? 1", "1")]
    [InlineData("null ?! 1", "")]
    [InlineData("2 ?! 1", "1")]
    [InlineData("true ? 'a' : 'b'", "a")]
    [InlineData("false ? 'a' : null ? 'b' : 'c'", "c")]
    [InlineData("{a: 1, 'b c': [null, 'x']}", "{a: 1, \"b c\": [null, \"x\"]}")]
    [InlineData("{a: {b: 2}}.a.b", "2")]
    [InlineData("'abc'[1]", "b")]
    [InlineData("'abc'.size", "3")]
    [InlineData("[].empty?", "true")]
    [InlineData("'a' | string.append 'b' + 'c'", "abc")]
    [InlineData("'12' | string.to_int + 1", "13")]
    [InlineData("math.abs(-3) + math.abs(3)", "6")]
    [InlineData("[3, 1, 2] | array.sort | array.reverse | array.join '-'", "3-2-1")]
    [InlineData("'b' | string.prepend 'a' |\n string.append 'c'", "abc")]
    [InlineData("[1, 2] | array.each do; ret $0 * 2; end", "[2, 4]")]
    [InlineData("[1, 2] | array.each @(do(x); ret x + 1; end)", "[2, 3]")]
    [InlineData("$'{1 + 1} and {\"x\"}'", "2 and x")]
    [InlineData("0xffu + 0b101", "260")]
    [InlineData("(date.parse '2020-03-01') - (date.parse '2020-02-28') | object.kind", "TimeSpan")]
    [InlineData("((date.parse '2020-03-01') - (date.parse '2020-02-28')).days", "2")]
    [InlineData("(date.parse '2020-01-31' | date.add_months 1).day", "29")]
    [InlineData("date.parse '2020-01-31' | date.to_string '%F %T %Z'", "2020-01-31 00:00:00 +00:00")]
    [InlineData("(timespan.from_hours 36).total_days", "1.5")]
    [InlineData("'a-b_c' | string.handleize", "a-b-c")]
    [InlineData("['b', 'A', 'c', 'a'] | array.sort", "[\"A\", \"a\", \"b\", \"c\"]")]
    [InlineData("'a\\nb' | html.newline_to_br", "a<br />\nb")]
    [InlineData("'a b&c' | html.url_encode", "a%20b%26c")]
    [InlineData("'[12345678901234567890, 1.5, -3]' | object.from_json", "[12345678901234567890, 1.5, -3]")]
    [InlineData("date.parse '03 Jan 2024' '%d %b %Y' | date.to_string '%F'", "2024-01-03")]
    [InlineData("5..100000 | array.first", "5")]
    [InlineData("5..100000 | array.last", "100000")]
    [InlineData("[] | array.last", "")]
    [InlineData("'' * 5 | string.size", "0")]
    [InlineData("'ab' * 600000 | string.size", "1200000")]
    [InlineData("'a1b22' | regex.replace `(\\d+)` '<$1>'", "a<1>b<22>")]
    [InlineData("'ab' | regex.replace `x*` '-'", "-a-b-")]
    public void An_expression_has_its_value(string expression, string wanted) =>
        Assert.Equal(wanted, Rendering.Text("{{ " + expression + " }}"));

    [Theory]
    [InlineData("a\n  {{- 1 -}}  \n b", "a1b")]
    [InlineData("a\n  {{~ 1 ~}}  \n b", "a\n1 b")]
    [InlineData("a\n  {{~ if true ~}}  \n  b\n  {{~ end ~}}\nc", "a\n  b\nc")]
    [InlineData("a {{~ 1 ~}} b", "a1b")]
    [InlineData("{{ 1 -}}\r\n\r\n b", "1b")]
    [InlineData("{{ 1 ~}}\r\n\r\n b", "1\r\n b")]
    [InlineData("a {%{~ {{ x }} ~}%} b", "a {{ x }} b")]
    [InlineData("a {%{{{ x }}}%} b", "a {{ x }} b")]
    [InlineData("{%%{ }%} }%%}", " }%} ")]
    [InlineData("{%{- {{ -}%} b", " {{ b")]
    [InlineData("a{{ # nothing }}b{{ ## nor\nhere ## }}c", "abc")]
    [InlineData("{{ 1 # one -}}  b", "1b")]
    [InlineData("{ {{ 'x' }} }", "{ x }")]
    [InlineData("{% {{ 'x' }}", "{% x")]
    [InlineData("{{{a: 1}.a}}", "1")]
    [InlineData("{{ x = {a: {b: 1}}}}{{ x.a.b }}", "1")]
    [InlineData("  {{ 'a\\nb\\n' }}c", "  a\n  b\nc")]
    [InlineData("x {{ 'a\\nb' }}", "x a\nb")]
    [InlineData("  {{- 'a\\nb' }}", "a\nb")]
    [InlineData("a -}}", "a -}}")]
    public void White_space_is_kept_or_taken_as_the_marks_say(string template, string wanted) =>
        Assert.Equal(wanted, Rendering.Text(template));

    [Fact]
    public void Time_comes_from_the_clock_that_a_relaxed_render_was_given()
    {
        var options = new TemplateOptions { Relaxed = true, Time = new FixedClock() };

        Assert.Equal("2024-02-29", Rendering.Text("{{ date.now | date.to_string '%F' }}", options));
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);
    }

    /// <summary>The groups of functions are made one by one, by their names.</summary>
    [Fact]
    public void Every_name_that_Scriban_has_is_there_with_all_its_functions()
    {
        foreach (var (name, value) in new Scriban.Functions.BuiltinFunctions())
        {
            var members = value is Scriban.Runtime.ScriptObject group ? string.Join(',', group.Keys.Order(StringComparer.Ordinal)) : "";
            if (members.Length > 0)
                Assert.Equal(members, Rendering.Text($"{{{{ {name} | object.keys | array.sort | array.join ',' }}}}"));
            else
                Assert.Contains(name, (string[])["empty", "blank", "include", "include_join"]);
        }
    }
}
