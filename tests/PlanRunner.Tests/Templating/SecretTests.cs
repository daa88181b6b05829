using PlanRunner.Templating;
using Xunit;

namespace PlanRunner.Tests.Templating;

public sealed class SecretTests
{
    [Theory]
    [InlineData("{{ secrets.password }}", "(secret password)")]
    [InlineData("{{ 'postgres://u:' + secrets.password + '@h' }}", "postgres://u:(secret password)@h")]
    [InlineData("{{ secrets.password | string.upcase }}", "(secret password)")]
    [InlineData("{{ 'u:' + secrets.password | string.base64_encode }}", "(secret password)")]
    [InlineData("{{ secrets.password + secrets.token | string.sha256 }}", "(secret password+token)")]
    [InlineData("{{ 'a' | string.replace 'a' secrets.token }}", "(secret token)")]
    [InlineData("{{ 'abc' | string.hmac_sha256 secrets.token }}", "(secret token)")]
    [InlineData("{{ secrets.password | string.slice 1 2 }}", "(secret password)")]
    [InlineData("{{ secrets.password | string.truncate 4 }}", "(secret password)")]
    [InlineData("{{ secrets.password | string.pad_left 20 }}", "(secret password)")]
    [InlineData("{{ capture c }}x{{ secrets.token }}{{ end }}{{ c }}", "x(secret token)")]
    [InlineData("{{ secrets.password | sql.literal }}", "(secret password)")]
    [InlineData("{{ [secrets.token] }}", "[(secret token)]")]
    [InlineData("{{ {a: secrets.token} | object.to_json }}", "(secret token)")]
    [InlineData("{{ [secrets.token, 'b'] | array.join ',' }}", "(secret token),b")]
    [InlineData("{{ [secrets.token] | array.each @string.upcase }}", "[(secret token)]")]
    [InlineData("{{ secrets.password | regex.replace 'p' 'q' }}", "(secret password)")]
    [InlineData("{{ func f; ret 'x' + $0; end; f secrets.token }}", "x(secret token)")]
    [InlineData("{{ secrets.token ?? 'none' }}", "(secret token)")]
    [InlineData("{{ secrets.password | html.url_encode }}", "(secret password)")]
    [InlineData("{{ secrets.password | forget }}", "(secret password)")]
    public void A_secret_keeps_its_name(string template, string shown)
    {
        var model = Rendering.Model(("forget", new TemplateFunction("forget", arguments => ((TextValue)arguments[0]!).Text)));

        var render = Rendering.Run(template, model: model);

        Assert.Empty(render.Errors);
        Assert.Equal(shown, Rendering.Shown(render));
    }

    [Theory]
    [InlineData("{{ if secrets.token; 1; end }}", "secrets.token")]
    [InlineData("{{ secrets.token == 'a' }}", "secrets.token == 'a'")]
    [InlineData("{{ 'a' < secrets.token }}", "'a' < secrets.token")]
    [InlineData("{{ case secrets.token; when 1; end }}", "secrets.token")]
    [InlineData("{{ case 1; when secrets.token; end }}", "secrets.token")]
    [InlineData("{{ secrets.token.size }}", "size")]
    [InlineData("{{ secrets.token | string.size }}", "secrets.token | string.size")]
    [InlineData("{{ secrets.token | string.contains 'a' }}", "secrets.token | string.contains 'a'")]
    [InlineData("{{ secrets.token | string.to_int }}", "secrets.token | string.to_int")]
    [InlineData("{{ secrets.token | object.size }}", "secrets.token | object.size")]
    [InlineData("{{ for c in secrets.token; 1; end }}", "secrets.token")]
    [InlineData("{{ for c in (secrets.token | string.split 'e'); 1; end }}", "secrets.token | string.split 'e'")]
    [InlineData("{{ (secrets.token | string.split '@') | array.first }}", "secrets.token | string.split '@'")]
    [InlineData("{{ x = secrets.token; x *= 2; x }}", "x *= 2")]
    [InlineData("{{ secrets.token | string.split 'e' | array.size }}", "secrets.token | string.split 'e'")]
    [InlineData("{{ [secrets.token] | string.size }}", "[secrets.token] | string.size")]
    [InlineData("{{ {a: secrets.token} | date.parse }}", "{a: secrets.token} | date.parse")]
    [InlineData("{{ x = {a: 1}; x[[secrets.token]] }}", "x[[secrets.token]]")]
    [InlineData("{{ {a: secrets.token} == 'x' }}", "{a: secrets.token} == 'x'")]
    [InlineData("{{ [secrets.token] | array.contains 't' }}", "[secrets.token] | array.contains 't'")]
    [InlineData("{{ ['b', secrets.token] | array.sort }}", "['b', secrets.token] | array.sort")]
    [InlineData("{{ true ? 1 : 2; secrets.token ? 1 : 2 }}", "secrets.token")]
    [InlineData("{{ !secrets.token }}", "secrets.token")]
    [InlineData("{{ x = {a: 1}; x[secrets.token] }}", "secrets.token")]
    [InlineData("{{ for t in ['a', secrets.token]; for.changed; end }}", "changed")]
    [InlineData("{{ (secrets.token | string.split 'e') + [1] | array.size }}", "secrets.token | string.split 'e'")]
    [InlineData("{{ secrets.token | string.split 'e' | array.limit 3 | array.size }}", "secrets.token | string.split 'e'")]
    [InlineData("{{ secrets.token | object.default 'x' }}", "secrets.token | object.default 'x'")]
    public void Nothing_may_depend_on_what_a_secret_is(string template, string place)
    {
        var error = Rendering.Error(template);

        Assert.Equal("The secret token would decide what the template does here", error.Message);
        Assert.Equal(
            "What is rendered must not depend on a secret's value. Write the secret itself, or use a variable in the condition.",
            error.Help
        );
        Assert.Equal(place, Rendering.At(template, error));
    }

    [Fact]
    public void A_secret_of_several_lines_is_not_indented()
    {
        var model = Rendering.Model(("key", TextValue.Secret("key", "a\nb")));

        Assert.Equal("  a\nb", Rendering.Text("  {{ key }}", model: model));
    }

    [Fact]
    public void A_message_never_shows_a_secret()
    {
        var render = Rendering.Run(
            "{{ secrets.token / 2 }}{{ secrets.token | date.parse }}{{ secrets.token 1 }}{{ include secrets.token }}{{ [1][secrets.token] }}{{ 1 | math.format secrets.token }}{{ secrets.password + `\\q` | regex.unescape }}"
        );

        Assert.InRange(render.Errors.Count, 5, 7);
        Assert.DoesNotContain(render.Errors, error => $"{error.Message} {error.Help}".Contains("t0ken", StringComparison.Ordinal));
    }
}
