using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("{{ databse }}", "databse", "The name databse is not known", "Did you mean database?")]
    [InlineData("{{ database.hots }}", "hots", "database has no member hots", "Did you mean host?")]
    [InlineData("{{ database['hots'] }}", "'hots'", "database has no member hots", "Did you mean host?")]
    [InlineData("{{ 'a' | string.upcse }}", "upcse", "string has no member upcse", "Did you mean upcase?")]
    [InlineData("{{ zzzzzz }}", "zzzzzz", "The name zzzzzz is not known", null)]
    [InlineData("{{ $x }}", "$x", "The name $x is not known", null)]
    [InlineData("{{ nothing.a }}", "nothing.a", "nothing is null, so it has no member a", "Use ?. where it may be null.")]
    [InlineData("{{ [1][3] }}", "[1][3]", "There is no item 3: the array has 1", "Write ?? and a value where it may be missing.")]
    [InlineData("{{ nothing + 1 }}", "nothing + 1", "The operator + is applied to null", "Write ?? and a value where it may be null.")]
    [InlineData("{{ database + 1 }}", "database + 1", "The operator + cannot be applied to an object and a number", null)]
    [InlineData("{{ 1 / 0 }}", "1 / 0", "A number is divided by zero", null)]
    [InlineData("{{ 'a' | database }}", "database", "database is an object, not a function", "Arguments can be given to functions only.")]
    [InlineData("{{ string.replace 'a' }}", "string.replace 'a'", "The function string.replace needs a value for match", "Write string.replace and then text, match, replace.")]
    [InlineData("{{ 'a' | string.upcase 1 }}", "'a' | string.upcase 1", "The function string.upcase takes 1 argument, not 2", "Write string.upcase and then text.")]
    [InlineData("{{ 'a' | string.slice 0 lenth: 1 }}", "'a' | string.slice 0 lenth: 1", "The function string.slice has no argument lenth", "Did you mean length?")]
    [InlineData("{{ func f(a); end; f 1 2 }}", "f 1 2", "The function f takes 1 argument, not 2", null)]
    [InlineData("{{ func f(a); end; f }}", "f", "The function f needs a value for a", null)]
    [InlineData("{{ 1 | sql.ident }}", "1 | sql.ident", "sql.ident needs a string", "Give it one.")]
    [InlineData("{{ x = 1; readonly x; x = 2 }}", "x", "The variable x is read-only", null)]
    [InlineData("{{ database.host = 'x' }}", "database.host", "database.host cannot be changed: it was given to the template", "Assign to a variable of your own.")]
    [InlineData("{{ date.now }}", "date.now", "A template cannot ask for the time", "Take the date from a variable.")]
    [InlineData("{{ math.uuid }}", "math.uuid", "math.uuid gives something else every time", "Take the value from a variable.")]
    [InlineData("{{ 'a(' | regex.match '(' }}", "'a(' | regex.match '('", "The pattern ( is not a regular expression: Invalid pattern '(' at offset 1. Not enough )'s.", null)]
    [InlineData("{{ 1.5 / 0 }}", "1.5 / 0", "A number is divided by zero", null)]
    [InlineData("{{ 'a' | string.index_of 'b' 0 1 'Loose' }}", "'a' | string.index_of 'b' 0 1 'Loose'", "There is no comparison Loose", "There are Ordinal and OrdinalIgnoreCase.")]
    [InlineData("{{ func f(a); end; f b: 1 }}", "f b: 1", "The function f has no parameter b", null)]
    [InlineData("{{ date.parse '2020-01-02' | date.to_string '%F' 'tlh' }}", "date.parse '2020-01-02' | date.to_string '%F' 'tlh'", "The culture tlh is not known", "Known are en-US, en-GB, fr-FR, de-DE.")]
    [InlineData("{{ 1 | math.format 'N999999999' }}", "1 | math.format 'N999999999'", "The format asks for too many digits", null)]
    [InlineData("{{ '\"\\ud800\"' | object.from_json }}", "'\"\\ud800\"' | object.from_json", "The text is not JSON", null)]
    [InlineData("{{ 9223372036854775807..-1 }}", "9223372036854775807..-1", "a number is not a whole number in range", null)]
    [InlineData("{{ date.parse '0001-01-01 +10:00' '%F %Z' }}", "date.parse '0001-01-01 +10:00' '%F %Z'", "0001-01-01 +10:00 is no date", null)]
    [InlineData("{{ for x in 5; end }}", "5", "a number is no list", null)]
    [InlineData("{{ if database and nothing; end }}", "database", "database is an object, not a function", "Both conditions are joined by &&.")]
    [InlineData("{{ if database or nothing; end }}", "database", "database is an object, not a function", "Two conditions of which one is enough are joined by ||.")]
    [InlineData("{{ if not nothing; end }}", "not", "The name not is not known", "A condition is turned around by ! before it.")]
    [InlineData("{{ include 'x' }}", "include 'x'", "Templates cannot be included here", null)]
    public void A_mistake_is_told_at_its_place(string template, string place, string message, string? help)
    {
        var error = Rendering.Error(template, model: Rendering.Model(("database", new TemplateObject { ["host"] = "h" }), ("nothing", null)));

        Assert.Equal((place, message, help), (Rendering.At(template, error), error.Message, error.Help));
    }

    [Theory]
    [InlineData("a {{ b", "{{", "The code block is not closed", "Close it with }}.")]
    [InlineData("{{ 'abc }}", "'", "The string is not closed", "Close it with '.")]
    [InlineData("{%{ abc", "{%{", "The escape block is not closed", "Close it with }%}.")]
    [InlineData("{{ if a }} b", "if a", "if is not closed", "Close it with end.")]
    [InlineData("{{ end }}", "end", "end belongs to no statement", "Remove it, or open the statement that it should close.")]
    [InlineData("{{ 1 + }}", "}}", "}} was found where a value was expected", null)]
    [InlineData("{{ a b: }}", "}}", "}} was found where a value was expected", null)]
    [InlineData("{{ (1 }}", "}}", "}} was found where ) was expected", null)]
    [InlineData("{{ [1, 2 }}", "}}", "}} was found where , or ] was expected", null)]
    [InlineData("{{ 1 2 }}", "2", "2 was not expected here", "A statement ends with a new line, ; or }}.")]
    [InlineData("{{ 5 = x }}", "5", "Only a variable, a member or an item can be assigned to", "To compare, write ==.")]
    [InlineData("{{ if a = 1 }}{{ end }}", "=", "Only a variable, a member or an item can be assigned to, and only by a statement of its own", null)]
    [InlineData("{{ (a = 1) }}", "=", "An assignment is a statement of its own and cannot stand inside an expression", null)]
    [InlineData("{{ break }}", "break", "break stands in no loop", null)]
    [InlineData("{{ f(x = 1) = x }}", "=", "An assignment is a statement of its own and cannot stand inside an expression", null)]
    [InlineData("{{ if true and b }}{{ end }}", "and", "and was not expected here", "Both conditions are joined by &&.")]
    [InlineData("{{ 'a' | 5 }}", "5", "Only a function can follow |", null)]
    [InlineData("{{ for in x }}{{ end }}", "x", "x was found where in was expected", "A loop begins: for NAME in LIST.")]
    [InlineData("{{ for x in y step:2 }}{{ end }}", "step", "A loop has no setting step", "It has offset, limit, reversed and, for tablerow, cols.")]
    [InlineData("{{ func f(a, a); end }}", "a", "There are two parameters a", null)]
    [InlineData("{{ '\\q' }}", "\\q", "\\q is not an escape sequence", "Write \\\\ for a backslash, or quote the text with backticks.")]
    [InlineData("{{ x = {a: 1 }} ; SELECT ~ FROM", "}}", "The object is not closed before the code block is", "Close it with }.")]
    [InlineData("{{ a ~ b }}", "~", "The character ~ has no meaning here", null)]
    [InlineData("{{ 1e99999 }}", "1e99999", "The number has more than 1000 digits", null)]
    [InlineData("{{ x = $$ }}", "$$", "$$ is a statement of its own and cannot stand inside an expression", null)]
    public void What_cannot_be_read_is_told_at_its_place(string template, string place, string message, string? help)
    {
        var parse = Template.Parse(template);

        Assert.Null(parse.Template);
        var error = Assert.Single(parse.Errors);
        Assert.Equal((place, message, help), (Rendering.At(template, error), error.Message, error.Help));
    }

    [Fact]
    public void Several_mistakes_are_told_in_one_go()
    {
        const string Text = "{{ 1 + }}\n{{ if ) }}\n{{ [1 }}\n{{ end }}";

        Assert.Equal([7, 16, 27], Template.Parse(Text).Errors.Select(error => error.Start));
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
        Assert.Equal("||", Rendering.Text("{{ a }}|{{ b = {}; b.c }}|{{ [][2] }}", Rendering.Relaxed));
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
