using System.Text;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Kinds;

/// <summary>What others say of a secret, in the shapes in which they say it.</summary>
public sealed class RedactorTests
{
    [Theory]
    [InlineData("p'w", "password 'p''w' is wrong", "password '(secret pw)' is wrong")]
    [InlineData("zQ", "nope_zQ7", "nope_(secret pw)7")]
    [InlineData("ab\"cd\\ef", "{\"pw\":\"ab\\\"cd\\\\ef\"}", "{\"pw\":\"(secret pw)\"}")]
    [InlineData("pü/x", "postgres://me:p%c3%bc%2fx@host", "postgres://me:(secret pw)@host")]
    [InlineData("pü/x", "postgres://me:p%C3%BC%2Fx@host", "postgres://me:(secret pw)@host")]
    [InlineData("secret", "the secret is secret", "the (secret pw) is (secret pw)")]
    [InlineData("hunter2-canary", "aHVudGVyMi1jYW5hcnk=", "(secret pw)")]
    public void Its_shape_is_known(string secret, string said, string shown)
    {
        var redactor = new Redactor();
        redactor.Add("pw", secret);
        Assert.Equal(shown, redactor.Redact(said));
    }

    [Theory]
    [InlineData("SuperSecretPw!TailXYZ")]
    [InlineData("correct-horse:battery")]
    [InlineData("abcdefghijklm'tail")]
    [InlineData("abcdefghijklmn tail99")]
    [InlineData("abcdefghijklmnopqrstuvwxyz\\ta'il\"x")]
    [InlineData("short:pw")]
    [InlineData("pä%ss\"w'o rd\\x9{{7")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789'abcdefghijklmnopqrstuvwxyz:0123456789")]
    public void No_end_of_it_shows_whatever_its_shape(string secret)
    {
        var redactor = new Redactor();
        redactor.Add("pw", secret);
        var slashed = secret.Replace("\\", "\\\\", StringComparison.Ordinal);
        string[] shapes =
        [
            secret,
            secret.Replace("'", "''", StringComparison.Ordinal),
            slashed,
            slashed.Replace(":", "\\:", StringComparison.Ordinal),
            slashed.Replace("'", "\\'", StringComparison.Ordinal),
            slashed.Replace("\"", "\\\"", StringComparison.Ordinal),
            secret.Replace("'", "'\\''", StringComparison.Ordinal),
            System.Text.Json.JsonEncodedText.Encode(secret).ToString(),
            Uri.EscapeDataString(secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        ];
        Assert.All(shapes, shape => Assert.Equal("raw=(secret pw).", redactor.Redact($"raw={shape}.")));
        Assert.All(
            shapes.Where(shape => shape.Length > 14),
            shape => Assert.Equal("(secret pw) and", redactor.Redact($"{shape[1..]} and"))
        );
    }

    [Fact]
    public void A_value_that_a_server_cut_off_is_known_by_its_beginning()
    {
        var redactor = new Redactor();
        redactor.Add("token", string.Concat(Enumerable.Repeat("SEKRET", 20)));
        Assert.Equal(
            "Failing row contains (0, (secret token)...).",
            redactor.Redact($"Failing row contains (0, {string.Concat(Enumerable.Repeat("SEKRET", 10))}SEKR...).")
        );
    }

    [Fact]
    public void A_long_value_that_a_tool_broke_into_lines_shows_none_of_them()
    {
        var secret = string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i * 7919) ^ 0x5a5a5:x5}"));
        var redactor = new Redactor();
        redactor.Add("key", secret);
        Assert.Equal("  (secret key)", redactor.Redact("  " + secret[100..140]));
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        Assert.Equal("(secret key)", redactor.Redact(base64[76..152]));
    }

    [Fact]
    public void A_line_that_was_cut_in_two_shows_neither_half()
    {
        var redactor = new Redactor();
        redactor.Add("token", "abcdefghijklmnopqrstuvwxyz0123456789");
        Assert.Equal("xxx(secret token)", redactor.Redact("xxxabcdefghijklmnop"));
        Assert.Equal("(secret token) and more", redactor.Redact("qrstuvwxyz0123456789 and more"));
    }

    [Fact]
    public void The_shorter_of_two_secrets_does_not_show_in_the_name_that_stands_for_the_longer()
    {
        var redactor = new Redactor();
        redactor.Add("e", "e");
        redactor.Add("pw", "hunter2");
        Assert.Equal("(secret pw) s(secret e)t", redactor.Redact("hunter2 set"));
    }
}
