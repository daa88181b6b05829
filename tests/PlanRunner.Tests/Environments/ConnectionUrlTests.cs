using PlanRunner.Runner.Environments;
using Xunit;

namespace PlanRunner.Tests.Environments;

public sealed class ConnectionUrlTests
{
    [Theory]
    [InlineData("postgres://u:p@h:6543/d?sslmode=require&sslrootcert=system", "u:p@h:6543/d require system")]
    [InlineData("postgresql://u:p%40%2F%3a@h/d", "u:p@/:@h:/d  ")]
    [InlineData("postgres://u@[::1]:5433/my%20db?application_name=x", "u:@::1:5433/my db  ")]
    [InlineData("postgres://u:p@x@h/d?sslmode=allow", "u:p@x@h:/d prefer ")]
    public void A_URL_is_taken_apart(string text, string parts)
    {
        var url = ConnectionUrl.Parse(text, out var mistake)!;
        Assert.Null(mistake);
        Assert.Equal(parts, $"{url.Username}:{url.Password}@{url.Host}:{url.Port}/{url.Database} {url.SslMode} {url.RootCertificate}");
    }

    [Theory]
    [InlineData("mysql://u:hunter2@h/d", "it does not begin with postgres://")]
    [InlineData("host=h password=hunter2", "it does not begin with postgres://")]
    [InlineData("postgres://u:hunter2@/d", "it has no host")]
    [InlineData("postgres://u:hunter2@h", "it has no database")]
    [InlineData("postgres://h/d", "it has no user")]
    [InlineData("postgres://u:hunter2@h:port/d", "its port is not a number")]
    [InlineData("postgres://u:hunter2@a,b/d", "it names several hosts")]
    [InlineData("postgres://u:hunter2%@h/d", "a percent sign in it is not followed by two hexadecimal digits")]
    [InlineData("postgres://u:hunter2@h/d?sslmode=hunter2", "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full")]
    public void A_mistake_is_said_without_the_URL(string text, string said)
    {
        Assert.Null(ConnectionUrl.Parse(text, out var mistake));
        Assert.Equal(said, mistake);
        Assert.DoesNotContain("hunter2", mistake, StringComparison.Ordinal);
    }
}
