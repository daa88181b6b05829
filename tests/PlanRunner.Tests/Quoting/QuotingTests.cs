using PlanRunner.Quoting;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Quoting;

public sealed class QuotingTests
{
    private static readonly string Long = new('é', 32);

    [Theory]
    [InlineData("{{ plain | sql.ident }}", "\"shop\"")]
    [InlineData("{{ quote | sql.ident }}", "\"it's \"\"odd\"\"\"")]
    [InlineData("{{ names | sql.ident }}", "\"a\", \"b'c\"")]
    [InlineData("{{ quote | sql.literal }}", "'it''s \"odd\"'")]
    [InlineData("{{ backslash | sql.literal }}", " E'C:\\\\x''y'")]
    [InlineData(
        "{{ 12 | sql.literal }}, {{ 1.5 | sql.literal }}, {{ true | sql.literal }}, {{ null | sql.literal }}",
        "12, 1.5, true, NULL"
    )]
    [InlineData("5 -{{ 0 - 5 | sql.literal }}", "5 - -5")]
    [InlineData("IN ({{ names | sql.list }})", "IN ('a', 'b''c')")]
    [InlineData(
        "{{ { host: plain, port: 5432, password: quote, sslmode: null } | sql.conninfo }}",
        " E'host=''shop'' port=''5432'' password=''it\\\\''s \"odd\"'''"
    )]
    [InlineData("{{ plain | raw }}", "shop")]
    public void Values_enter_SQL_quoted(string template, string expected) =>
        Assert.Equal(expected, Render(template, TextContext.Sql).Text?.Text);

    [Theory]
    [InlineData("echo {{ quote | sh.quote }}", "echo 'it'\\''s \"odd\"'")]
    [InlineData("echo {{ names | sh.quote }}", "echo 'a' 'b'\\''c'")]
    public void Values_enter_a_script_quoted(string template, string expected) =>
        Assert.Equal(expected, Render(template, TextContext.Shell).Text?.Text);

    [Theory]
    [InlineData("SELECT {{ plain }}", TextContext.Sql)]
    [InlineData("SELECT {{ plain | sh.quote }}", TextContext.Sql)]
    [InlineData("echo {{ plain | sql.literal }}", TextContext.Shell)]
    [InlineData("echo {{ plain }}", TextContext.Shell)]
    [InlineData("SELECT {{ (plain | sql.literal) | string.upcase }}", TextContext.Sql)]
    public void What_is_not_quoted_for_its_place_is_refused(string template, object context) =>
        Assert.True(Render(template, (TextContext)context).Found.HasErrors);

    [Theory]
    [InlineData("{{ long | sql.ident }}", "a name of 64 bytes is longer than Postgres keeps")]
    [InlineData("{{ '' | sql.ident }}", "sql.ident was given an empty name")]
    [InlineData("{{ nul | sql.ident }}", "sql.ident was given text with a NUL character")]
    [InlineData("{{ nul | sql.literal }}", "sql.literal was given text with a NUL character")]
    [InlineData("{{ none | sql.list }}", "sql.list was given an empty list, and IN () is an error in SQL")]
    [InlineData("{{ plain | sql.list }}", "sql.list was given one value")]
    [InlineData("{{ names | sql.literal }}", "sql.literal was given a list")]
    [InlineData("{{ plain | sql.conninfo }}", "sql.conninfo was given something that is not text")]
    [InlineData("{{ null | sql.ident }}", "sql.ident was given null")]
    public void What_cannot_be_quoted_is_told(string template, string message) =>
        Assert.Contains(message, Assert.Single(Render(template, TextContext.Sql).Found).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ secret | sql.literal }}", " E'(secret password)'")]
    [InlineData("{{ 'x' + secret | sql.literal }}", " E'x(secret password)'")]
    [InlineData(
        "{{ { host: plain, password: secret, dbname: 'd' } | sql.conninfo }}",
        " E'host=''shop'' password=''(secret password)'' dbname=''d'''"
    )]
    [InlineData("{{ secret | sql.ident }}", "\"(secret password)\"")]
    public void A_secret_shows_by_its_name_and_nothing_else_is_hidden(string template, string redacted) =>
        Assert.Equal(redacted, Render(template, TextContext.Sql).Text?.Redacted);

    [Theory]
    [InlineData("{{ secret | sql.literal }}")]
    [InlineData("{{ { password: secret } | sql.conninfo }}")]
    public void What_people_see_does_not_change_with_the_secret(string template) =>
        Assert.Equal(
            Render(template, TextContext.Sql, "simple").Text!.Redacted,
            Render(template, TextContext.Sql, @"it's \ odd" + "\n").Text!.Redacted
        );

    [Theory]
    [InlineData("SELECT {{ secret | raw }}")]
    [InlineData("SELECT {{ secret | sh.quote | raw }}{{ plain | sql.literal }}")]
    [InlineData("SELECT '{{ secret | sql.literal | raw }}' {{ plain }} '{{ 'x' + secret | raw }}'")]
    [InlineData("SELECT '{{ secret }} {{ plain }}' {{ secret }}{{ plain | sql.literal }}")]
    [InlineData("SELECT {{ capture q }}SELECT {{ secret | raw }}, {{ plain | sql.literal }}{{ end }}{{ q | sql.literal }}")]
    [InlineData("\\{{ secret | raw }}\nSELECT {{ secret | raw }}1")]
    public void What_is_told_does_not_hang_on_a_secret(string template)
    {
        static string Told(Diagnostics found) => string.Join('\n', found.Select(d => $"{d.Place} {d.Id} {d.Message} {d.Help}"));
        var told = Told(Render(template, TextContext.Sql, "simple").Found);
        Assert.NotEqual("", told);
        foreach (var secret in new[] { "", "'", "x\\", "--", "/* $$ \"", "COPY t FROM stdin;\n", "canary" })
            Assert.Equal(told, Told(Render(template, TextContext.Sql, secret).Found));
        Assert.DoesNotContain("simple", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_quoted_to_the_letter() =>
        Assert.Equal(
            @" E'password=''p\\''\\\\q'''",
            Render("{{ { password: secret } | sql.conninfo }}", TextContext.Sql, @"p'\q").Text!.Text
        );

    private static (RenderedText? Text, Diagnostics Found) Render(string template, TextContext context, string secret = "hunter2")
    {
        var model = SqlFunctions.Model();
        model["plain"] = "shop";
        model["quote"] = "it's \"odd\"";
        model["backslash"] = @"C:\x'y";
        model["names"] = new TemplateArray(["a", "b'c"]);
        model["none"] = new TemplateArray();
        model["long"] = Long;
        model["nul"] = "a\0b";
        model["secret"] = TextValue.Secret("password", secret);
        var found = new Diagnostics();
        var text = PlanTemplate.Parse(template, new SourceText("t", template), found)?.Render(new RenderScope(model, found), context);
        return (text, found);
    }
}
