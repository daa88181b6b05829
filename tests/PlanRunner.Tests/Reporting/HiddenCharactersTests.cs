using PlanRunner.Runner.Reporting;
using Xunit;

namespace PlanRunner.Tests.Reporting;

public sealed class HiddenCharactersTests
{
    [Theory]
    [InlineData("a\0b", "a<U+0000>b")]
    [InlineData("\e[31mred", "<U+001B>[31mred")]
    [InlineData("if (admin\u202E \u2066) {", "if (admin<U+202E> <U+2066>) {")]
    [InlineData("a\u00ADb\u200Bc\uFEFFd", "a<U+00AD>b<U+200B>c<U+FEFF>d")]
    [InlineData("a\rb", "a<U+000D>b")]
    [InlineData("a\U000E0041b", "a<U+E0041>b")]
    public void What_cannot_be_seen_is_named(string text, string shown) => Assert.Equal(shown, HiddenCharacters.Show(text));

    [Fact]
    public void Half_of_a_pair_is_named() => Assert.Equal("a<U+D800>b<U+DC00>", HiddenCharacters.Show("a\uD800b\uDC00"));

    [Theory]
    [InlineData("")]
    [InlineData("SELECT\t1\r\n  FROM t\n")]
    [InlineData("żółć · 漢字 · مرحبا · 🐘")]
    public void What_can_be_seen_stays(string text) => Assert.Equal(text, HiddenCharacters.Show(text));
}
