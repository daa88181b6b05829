using PlanRunner.Steps.Model;
using Xunit;

namespace PlanRunner.Tests.Plans;

public sealed class FingerprintTests
{
    [Theory]
    [InlineData("SELECT 1\r\nFROM t\r\n", "SELECT 1\nFROM t")]
    [InlineData("SELECT 1\n\n", "SELECT 1")]
    public void Line_ends_of_another_checkout_are_no_difference(string one, string other) => Assert.Equal(Fingerprint.Of(one), Fingerprint.Of(other));

    // To Postgres only a line feed and a carriage return end a comment, to a shell only a line feed.
    [Theory]
    [InlineData("\f")]
    [InlineData("\r")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    public void What_only_looks_like_a_line_end_cannot_stand_for_one(string character) =>
        Assert.NotEqual(Fingerprint.Of($"-- harmless{character}DROP TABLE t"), Fingerprint.Of("-- harmless\nDROP TABLE t"));
}
