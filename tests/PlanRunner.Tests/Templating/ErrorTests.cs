using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class ErrorTests
{
    private const string Undated = "Give the full date with its year: a missing part would be taken from today.";

    [Theory]
    [InlineData("{{ databse }}", "databse", "The name databse is unknown", "Did you mean database?")]
    [InlineData("{{ database.hots }}", "hots", "There is no member hots here", "Did you mean host?")]
    [InlineData("{{ database['hots'] }}", "'hots'", "There is no member hots here", "Did you mean host?")]
    [InlineData("{{ 'a' | string.upcse }}", "upcse", "There is no member upcse here", "Did you mean upcase?")]
    [InlineData("{{ zzzzzz }}", "zzzzzz", "The name zzzzzz is unknown", null)]
    [InlineData("{{ $x }}", "$x", "The name $x is unknown", null)]
    [InlineData("{{ nothing.a }}", "a", "nothing is null and has no members", "Use ?. where it may be null.")]
    [InlineData(
        "{{ [1][3] }}",
        "[1][3]",
        "A list is called here as if it were a function",
        "Write && for and, || for or, an operator between two values, a comma between the items of a list, and no blank before [."
    )]
    [InlineData("{{ nothing + 1 }}", "nothing + 1", "The operator + is applied to null", "Write ?? and a value where it may be null.")]
    [InlineData("{{ database + 1 }}", "+", "A number is expected here, not a map", null)]
    [InlineData("{{ 'a' | database }}", "database", "database after a | is not a function", null)]
    [InlineData(
        "{{ string.replace 'a' }}",
        " ",
        "Arguments given: 1; expected: 3",
        "The value before a | is the first argument; put a negative number in parentheses."
    )]
    [InlineData(
        "{{ 'a' | string.upcase 1 }}",
        "string.upcase 1",
        "The function takes no more arguments than 1",
        "The value before a | is the first argument; put a negative number in parentheses."
    )]
    [InlineData(
        "{{ 'a' | string.slice 0 lenth: 1 }}",
        "lenth: 1",
        "The function string.slice has no argument lenth",
        "Did you mean length?"
    )]
    [InlineData(
        "{{ func f(a); end; f 1 2 }}",
        "2",
        "Arguments given: 2; expected: 1",
        "The value before a | is the first argument; put a negative number in parentheses."
    )]
    [InlineData(
        "{{ func f(a); end; f }}",
        " ",
        "Arguments given: 0; expected: 1",
        "The value before a | is the first argument; put a negative number in parentheses."
    )]
    [InlineData("{{ 1 | sql.ident }}", "1 | sql.ident", "sql.ident needs a string", "Give it one.")]
    [InlineData("{{ x = 1; readonly x; x = 2 }}", "x", "The name x is read-only", null)]
    [InlineData("{{ database.host = 'x' }}", "host", "The member database.host is read-only", null)]
    [InlineData("{{ date.parse '10:00' }}", "date.parse '10:00'", "A template cannot read the clock", Undated)]
    [InlineData("{{ date.parse 'March 5' }}", "date.parse 'March 5'", "A template cannot read the clock", Undated)]
    [InlineData("{{ date.parse '10:00 +0100' }}", "date.parse '10:00 +0100'", "A template cannot read the clock", Undated)]
    [InlineData(
        "{{ date.parse 'Tue 10:00' '%a %H:%M' }}",
        "date.parse 'Tue 10:00' '%a %H:%M'",
        "A template cannot read the clock",
        Undated
    )]
    [InlineData("{{ date.now }}", "date.now", "A template cannot read the clock", "Take the date from a variable.")]
    [InlineData("{{ math.uuid }}", "math.uuid", "math.uuid returns a different value every time", "Take the value from a variable.")]
    [InlineData("{{ 'a(' | regex.match '(' }}", "regex.match '('", "Invalid pattern '(' at offset 1. Not enough )'s.", null)]
    [InlineData(
        "{{ 'a' | string.index_of 'b' 0 1 'Loose' }}",
        "'Loose'",
        "There is no string comparison called Loose",
        "Use Ordinal or OrdinalIgnoreCase, for instance."
    )]
    [InlineData(
        "{{ date.parse '2020-01-02' | date.to_string '%F' 'tlh' }}",
        "date.to_string '%F' 'tlh'",
        "Cultures are not supported",
        "Remove the culture."
    )]
    [InlineData("{{ 1 | math.format 'N999999999' }}", "1 | math.format 'N999999999'", "The format asks for too many digits", null)]
    [InlineData("{{ '\"\\ud800\"' | object.from_json }}", "object.from_json", "The text is not valid Unicode", null)]
    [InlineData("{{ 9223372036854775807..-1 }}", "..", "The range has more than 500000 items", null)]
    [InlineData(
        "{{ date.parse '0001-01-01 +10:00' '%F %Z' }}",
        "date.parse '0001-01-01 +10:00' '%F %Z'",
        "0001-01-01 +10:00 is not a date",
        "Give its pattern, such as \"%Y-%m-%d\"."
    )]
    [InlineData("{{ for x in 5; end }}", "5", "A list is expected here, not a number", "Write 1..3 to count, and [1, 2] for a list.")]
    [InlineData(
        "{{ if database and nothing; end }}",
        "database and nothing",
        "A map is called here as if it were a function",
        "Write && for and, || for or, an operator between two values, a comma between the items of a list, and no blank before [."
    )]
    [InlineData(
        "{{ if database or nothing; end }}",
        "database or nothing",
        "A map is called here as if it were a function",
        "Write && for and, || for or, an operator between two values, a comma between the items of a list, and no blank before [."
    )]
    [InlineData("{{ if not nothing; end }}", "not", "The name not is unknown", "Negate a condition with ! before it.")]
    [InlineData(
        "{{ 1 2 }}",
        "1 2",
        "A number is called here as if it were a function",
        "Write && for and, || for or, an operator between two values, a comma between the items of a list, and no blank before [."
    )]
    [InlineData("{{ break }}", "break", "break is outside a loop", null)]
    [InlineData(
        "{{ if true and b }}{{ end }}",
        "true and b",
        "true or false is called here as if it were a function",
        "Write && for and, || for or, an operator between two values, a comma between the items of a list, and no blank before [."
    )]
    [InlineData("{{ 'a' | 5 }}", "5", "5 after a | is not a function", null)]
    [InlineData(
        "{{ for x in [1] step:2 }}{{ end }}",
        "step:2",
        "The loop has no argument step",
        "A for has offset, limit and reversed, a tablerow cols too."
    )]
    [InlineData("{{ 1e99999 }}", "1e99999", "The number grows too large", null)]
    [InlineData("{{ include 'x' }}", "include 'x'", "Templates cannot be included here", null)]
    public void A_mistake_is_told_at_its_place(string template, string place, string message, string? help)
    {
        var error = Rendering.Error(
            template,
            model: Rendering.Model(("database", new TemplateObject { ["host"] = "h" }), ("nothing", null))
        );

        Assert.Equal((place, message, help), (Rendering.At(template, error), error.Message, error.Help));
    }

    [Theory]
    [InlineData("a {{ b", "{{", "The code block is not closed", "Close it with }}.")]
    [InlineData("{{ 'abc }}", "}", "} is not expected here", null)]
    [InlineData("{{ if a }} b", "if", "The if that begins here is not closed", "Write {{ end }} where the if ends.")]
    [InlineData("{{ end }}", "d", "This end closes no block", null)]
    [InlineData("{{ 1 + }}", "}}", "A value is expected here, not }}", null)]
    [InlineData("{{ a b: }}", "}}", "A value is expected here, not }}", null)]
    [InlineData("{{ (1 }}", "}}", ") is expected here, not }}", null)]
    [InlineData("{{ [1, 2 }}", "}}", "] is expected here, not }}", null)]
    [InlineData("{{ -1e999999999 }}", "1e999999999", "The number is too large", "Give it an exponent of at most five digits.")]
    [InlineData("{{ 5 = x }}", "5", "A name is set in the middle of an expression", "Write == to compare.")]
    [InlineData("{{ if a = 1 }}{{ end }}", "a", "A name is set in the middle of an expression", "Write == to compare.")]
    [InlineData("{{ (a = 1) }}", "a", "A name is set in the middle of an expression", "Write == to compare.")]
    [InlineData("{{ f(x = 1) = x }}", "x", "A name is set in the middle of an expression", "Write == to compare.")]
    [InlineData("{{ for in x }}{{ end }}", "f", "in is expected here, not x", "It is written for <variable> in <expression> ... end.")]
    [InlineData("{{ '\\q' }}", "'\\q'", "There is no escape \\q in a text", "A backslash is written \\\\, or the text in `…`.")]
    [InlineData("{{ x = {a: 1 }} ; SELECT ~ FROM", "}", "} is not expected here", "A statement ends with ; or with its line.")]
    [InlineData("{{ a ~ b }}", "~", "~ is not expected here", "A statement ends with ; or with its line.")]
    [InlineData("{{ x = $$ }}", "}}", "$$ is not allowed here", null)]
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

        Assert.Equal(
            ["The name a is unknown", "The name b is unknown", "The name c is unknown"],
            render.Errors.Select(error => error.Message)
        );
        Assert.Equal(" x  ", render.Text);
    }

    [Fact]
    public void What_follows_from_an_error_is_no_second_one()
    {
        var error = Rendering.Error(
            "{{ x = unknown + 1; x; y = x | string.upcase; y }}{{ func f; ret unknown2; end }}{{ capture c; x; end; c }}"
        );

        Assert.Equal("The name unknown is unknown", error.Message);
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
