using System.Text.RegularExpressions;
using PlanRunner.Source;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>Finds, in what a server said that did not start, the setting of its sandbox that it refuses.</summary>
internal static partial class SettingTrouble
{
    /// <summary>The same with the place of the setting where there is one; else as it is.</summary>
    public static RehearsalException At(RehearsalException exception, ServerOrder order)
    {
        var named = NamePattern()
            .Matches(exception.Message)
            .Select(match => match.Groups["name"].Value)
            .FirstOrDefault(order.SettingPlaces.ContainsKey);
        if (named is null)
            return exception;
        var said = exception.Message.Split('\n').First(line => line.Contains($"\"{named}\"", StringComparison.Ordinal)).Trim();
        return new RehearsalException([
            Diagnostic.Error(
                "PR7014",
                $"the server of \"{order.Connection}\" refuses the setting {named}: '{order.Settings[named]}'",
                order.SettingPlaces[named],
                "correct its name or value as this version of Postgres has it, or remove it"
            ) with
            {
                Detail = said,
            },
        ]);
    }

    [GeneratedRegex(
        "(?:unrecognized configuration parameter|invalid value for parameter|parameter|setting) \"(?<name>[^\"]+)\"",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NamePattern();
}
