using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class ErrorTests
{
    private const string Undated = "Give the date with its year: what is missing would be taken from today.";

    [Theory]
    [InlineData("{{ databse }}", "databse", "The name databse is not known", "Did you mean database?")]
    [InlineData("{{ database.hots }}", "hots", "There is no member hots here", "Did you mean host?")]
    [InlineData("{{ database['hots'] }}", "'hots'", "There is no member hots here", "Did you mean host?")]
    [InlineData("{{ 'a' | string.upcse }}", "upcse", "There is no member upcse here", "Did you mean upcase?")]
    [InlineData("{{ zzzzzz }}", "zzzzzz", "The name zzzzzz is not known", null)]
    [InlineData("{{ $x }}", "$x", "The name $x is not known", null)]
    [InlineData("{{ nothing.a }}", "a", "Object `nothing` is null. Cannot access member: nothing.a", "Use ?. where it may be null.")]
    [InlineData("{{ [1][3] }}", "[1][3]", "Invalid target function `Scriban.Runtime.ScriptArray` (array)", null)]
    [InlineData("{{ nothing + 1 }}", "nothing + 1", "The operator + is applied to null", "Write ?? and a value where it may be null.")]
    [InlineData("{{ database + 1 }}", "+", "Unable to convert type `object` to int", null)]
    [InlineData("{{ 'a' | database }}", "database", "Pipe expression destination `database` is not a valid function ", null)]
    [InlineData("{{ string.replace 'a' }}", " ", "Invalid number of arguments `1` passed to `string.replace 'a'` while expecting `3` arguments", null)]
    [InlineData("{{ 'a' | string.upcase 1 }}", "string.upcase 1", "Argument index must be < 1 (Parameter 'index')", null)]
    [InlineData("{{ 'a' | string.slice 0 lenth: 1 }}", "lenth: 1", "The function string.slice has no argument lenth", "Did you mean length?")]
    [InlineData("{{ func f(a); end; f 1 2 }}", "2", "Invalid number of arguments `2` passed to `f 1 2` while expecting `1` arguments", null)]
    [InlineData("{{ func f(a); end; f }}", " ", "Invalid number of arguments `0` passed to `f` while expecting `1` arguments", null)]
    [InlineData("{{ 1 | sql.ident }}", "1 | sql.ident", "sql.ident needs a string", "Give it one.")]
    [InlineData("{{ x = 1; readonly x; x = 2 }}", "x", "Cannot set the readonly variable `x`", null)]
    [InlineData("{{ database.host = 'x' }}", "host", "Cannot set a value for the readonly member: database.host", null)]
    [InlineData("{{ date.parse '10:00' }}", "date.parse '10:00'", "A template cannot ask for the time", Undated)]
    [InlineData("{{ date.parse 'March 5' }}", "date.parse 'March 5'", "A template cannot ask for the time", Undated)]
    [InlineData("{{ date.parse '10:00 +0100' }}", "date.parse '10:00 +0100'", "A template cannot ask for the time", Undated)]
    [InlineData("{{ date.parse 'Tue 10:00' '%a %H:%M' }}", "date.parse 'Tue 10:00' '%a %H:%M'", "A template cannot ask for the time", Undated)]
    [InlineData("{{ date.now }}", "date.now", "A template cannot ask for the time", "Take the date from a variable.")]
    [InlineData("{{ math.uuid }}", "math.uuid", "math.uuid gives something else every time", "Take the value from a variable.")]
    [InlineData("{{ 'a(' | regex.match '(' }}", "regex.match '('", "Invalid pattern '(' at offset 1. Not enough )'s.", null)]
    [InlineData("{{ 'a' | string.index_of 'b' 0 1 'Loose' }}", "'Loose'", "'Loose' is not a valid stringComparison (Parameter 'stringComparison')", null)]
    [InlineData("{{ date.parse '2020-01-02' | date.to_string '%F' 'tlh' }}", "date.to_string '%F' 'tlh'", "Only the invariant culture is supported in globalization-invariant mode. See https://aka.ms/GlobalizationInvariantMode for more information. (Parameter 'name')\ntlh is an invalid culture identifier.", null)]
    [InlineData("{{ 1 | math.format 'N999999999' }}", "1 | math.format 'N999999999'", "The format asks for too many digits", null)]
    [InlineData("{{ '\"\\ud800\"' | object.from_json }}", "object.from_json", "Cannot transcode invalid UTF-16 string to UTF-8 JSON text.", null)]
    [InlineData("{{ 9223372036854775807..-1 }}", "..", "Range expression exceeds LoopLimit `500000`.", null)]
    [InlineData("{{ date.parse '0001-01-01 +10:00' '%F %Z' }}", "date.parse '0001-01-01 +10:00' '%F %Z'", "0001-01-01 +10:00 is no date", "Give its pattern, such as \"%Y-%m-%d\".")]
    [InlineData("{{ for x in 5; end }}", "5", "Unexpected type `System.Int32` for iterator", null)]
    [InlineData("{{ if database and nothing; end }}", "database and nothing", "Invalid target function `{host: h}` (object)", null)]
    [InlineData("{{ if database or nothing; end }}", "database or nothing", "Invalid target function `{host: h}` (object)", null)]
    [InlineData("{{ if not nothing; end }}", "not", "The name not is not known", "A condition is turned around by ! before it.")]
    [InlineData("{{ 1 2 }}", "1 2", "Invalid target function `1` (int)", null)]
    [InlineData("{{ break }}", "break", "The <break> statement can only be used inside for/while loops", null)]
    [InlineData("{{ if true and b }}{{ end }}", "true and b", "Invalid target function `True` (bool)", null)]
    [InlineData("{{ 'a' | 5 }}", "5", "Pipe expression destination `5` is not a valid function ", null)]
    [InlineData("{{ for x in [1] step:2 }}{{ end }}", "step:2", "Unsupported argument `step` for statement: `for x in [1] step:2}}{{end`", null)]
    [InlineData("{{ 1e99999 }}", "1e99999", "The number grows too large", null)]
    [InlineData("{{ include 'x' }}", "include 'x'", "Templates cannot be included here", null)]
    public void A_mistake_is_told_at_its_place(string template, string place, string message, string? help)
    {
        var error = Rendering.Error(template, model: Rendering.Model(("database", new TemplateObject { ["host"] = "h" }), ("nothing", null)));

        Assert.Equal((place, message, help), (Rendering.At(template, error), error.Message, error.Help));
    }

    [Theory]
    [InlineData("a {{ b", "{{", "The code block is not closed", "Close it with }}.")]
    [InlineData("{{ 'abc }}", "}", "Unexpected token }", null)]
    [InlineData("{{ if a }} b", " b", "Error while parsing if statement: The <end> statement was not found in: if <expression> ... end|else|else if", "A block above is not closed: each if, for, while, case, capture, func and with needs an end.")]
    [InlineData("{{ end }}", "d", "Error while parsing ScriptPage: Found <end> statement without a corresponding beginning of a block in: ...", null)]
    [InlineData("{{ 1 + }}", "}}", "Error while parsing binary expression: Expecting an <expression> to the right of the operator instead of `}}` in: <expression> operator <expression>", null)]
    [InlineData("{{ a b: }}", "}}", "Error while parsing expression statement: Expecting <expression> instead of `}}` in: <expression>", null)]
    [InlineData("{{ (1 }}", "}}", "Invalid token `}}`. Expecting a closing `)`.", null)]
    [InlineData("{{ [1, 2 }}", "}}", "Unexpected token found `}}` while expecting `]`.", null)]
    [InlineData("{{ -1e999999999 }}", "1e999999999", "The number is too large", "Give it an exponent of at most five digits.")]
    [InlineData("{{ 5 = x }}", "5", "Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>", "Write == to compare.")]
    [InlineData("{{ if a = 1 }}{{ end }}", "a", "Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>", "Write == to compare.")]
    [InlineData("{{ (a = 1) }}", "a", "Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>", "Write == to compare.")]
    [InlineData("{{ f(x = 1) = x }}", "x", "Error while parsing assign expression: Expression is only allowed for a top level assignment in: <target_expression> = <value_expression>", "Write == to compare.")]
    [InlineData("{{ for in x }}{{ end }}", "f", "Error while parsing for statement: Expecting 'in' word instead of `x` in: for <variable> in <expression> ... end", null)]
    [InlineData("{{ '\\q' }}", "'\\q'", "Unexpected escape character `q` in string", null)]
    [InlineData("{{ x = {a: 1 }} ; SELECT ~ FROM", "}", "Invalid token found `}`. Expecting <EOL>/end of line.", null)]
    [InlineData("{{ a ~ b }}", "~", "Invalid token found `~`. Expecting <EOL>/end of line.", null)]
    [InlineData("{{ x = $$ }}", "}}", "Cannot use block delegate $$ in a nested expression", null)]
    public void What_cannot_be_read_is_told_at_its_place(string template, string place, string message, string? help)
    {
        var parse = Template.Parse(template);

        Assert.Null(parse.Template);
        var error = parse.Errors[0];
        Assert.Equal((place, message, help), (Rendering.At(template, error), error.Message, error.Help));
    }

    [Theory]
    [InlineData("{{ 1 / 0 }}", "Infinity")]
    [InlineData("{{ func f(a); a; end; f b: 1 }}", "1")]
    [InlineData("{{ func f(a, a); a; end; f 1 2 }}", "2")]
    [InlineData("{%{ abc", " abc")]
    public void What_Scriban_takes_is_no_mistake(string template, string wanted) => Assert.Equal(wanted, Rendering.Text(template));

    [Fact]
    public void Several_mistakes_are_told_in_one_go()
    {
        const string Text = "{{ 1 + }}\n{{ if ) }}\n{{ [1 }}\n{{ end }}";

        Assert.Equal([7, 16], Template.Parse(Text).Errors.Select(error => error.Start));
    }

    [Fact]
    public void A_render_goes_on_behind_an_error()
    {
        var render = Rendering.Run("{{ a }} x {{ b }} {{ for i in 1..3 }}{{ c }}{{ end }}");

        Assert.Equal(["The name a is not known", "The name b is not known", "The name c is not known"], render.Errors.Select(error => error.Message));
        Assert.Equal(" x  ", render.Text);
    }

    [Fact]
    public void What_follows_from_an_error_is_no_second_one()
    {
        var error = Rendering.Error("{{ x = unknown + 1; x; y = x | string.upcase; y }}{{ func f; ret unknown2; end }}{{ capture c; x; end; c }}");

        Assert.Equal("The name unknown is not known", error.Message);
    }

    [Fact]
    public void An_error_in_a_function_is_told_once_and_at_its_body()
    {
        const string Text = "{{ func f; ret missing; end; 'a' + f; f }}";

        Assert.Equal("missing", Rendering.At(Text, Rendering.Error(Text)));
    }

    [Fact]
    public void A_relaxed_render_takes_what_is_undefined_for_null()
    {
        Assert.Equal("||", Rendering.Text("{{ a }}|{{ b = {}; b.c }}|{{ c = []; c[2] }}", Rendering.Relaxed));
    }

    [Theory]
    [InlineData("{{ a.b }}")]
    [InlineData("{{ a 1 }}")]
    [InlineData("{{ 1 | a }}")]
    [InlineData("{{ [1][null] }}")]
    [InlineData("{{ a[1] }}")]
    public void Some_things_are_errors_in_a_relaxed_render_too(string template) => Rendering.Error(template, Rendering.Relaxed);

    [Theory]
    [InlineData("{{ 'a' | string.upcse }}", "Did you mean upcase?")]
    [InlineData("{{ 'a' | strng.upcase }}", "Did you mean string?")]
    public void A_relaxed_render_finds_misspelt_functions_too(string template, string help) =>
        Assert.Equal(help, Rendering.Error(template, Rendering.Relaxed).Help);

    [Fact]
    public void Null_renders_as_nothing_when_it_was_given() =>
        Assert.Equal("[]", Rendering.Text("[{{ a }}{{ null }}]", model: Rendering.Model(("a", null))));

    [Theory]
    [InlineData("given.a ?? 'x'", "x")]
    [InlineData("given.a.b ?? 'x'", "x")]
    [InlineData("given?.a?.b ?? 'x'", "x")]
    [InlineData("given.list[4] ?? 'x'", "x")]
    [InlineData("given.list[0] ?? 'x'", "1")]
    public void A_member_may_be_missing_where_a_value_stands_in_for_it(string expression, string wanted)
    {
        var model = Rendering.Model(("given", new TemplateObject { ["list"] = new TemplateArray([1]) }));

        Assert.Equal(wanted, Rendering.Text("{{ " + expression + " }}", model: model));
    }
}
