using System.Globalization;
using PlanRunner.Runner.Environments;
using PlanRunner.Runner.Plans;
using PlanRunner.Steps.Postgres.Connections;

namespace PlanRunner.Runner.Reviewing;

/// <summary>What two environments of a plan say differently. Secrets are names here.</summary>
internal static class EnvironmentComparer
{
    /// <summary>Facts of the environment and of each connection, those that differ.</summary>
    public static IEnumerable<ComparedValue> Facts(Plan plan, PlanEnvironment first, PlanEnvironment second)
    {
        var pairs = new List<ComparedValue>
        {
            new("protected", YesNo(first.Protected), YesNo(second.Protected)),
            new("programs", first.Programs, second.Programs),
            new("sandbox", YesNo(first.Sandbox is not null), YesNo(second.Sandbox is not null)),
        };
        foreach (var name in plan.Connections.Select(c => c.Name))
        {
            var (ours, theirs) = (Connection(first, name), Connection(second, name));
            pairs.AddRange(ours.Zip(theirs, (a, b) => new ComparedValue($"{name}.{a.Fact}", a.Value, b.Value)));
        }

        return pairs.Where(pair => pair.First != pair.Second);
    }

    public static IEnumerable<ComparedValue> Variables(Plan plan, PlanEnvironment first, PlanEnvironment second) =>
        plan
            .Variables.Select(v => new ComparedValue(v.Name, ValueText.Of(first.Variables[v.Name]), ValueText.Of(second.Variables[v.Name])))
            .Where(pair => pair.First != pair.Second);

    private static (string Fact, string? Value)[] Connection(PlanEnvironment environment, string name)
    {
        var settings = environment.Connections[name];
        return
        [
            ("host", settings.Others.Count == 0 ? settings.Host : string.Join(',', settings.Servers)),
            ("port", settings.Port.ToString(CultureInfo.InvariantCulture)),
            ("database", settings.Database),
            ("username", settings.Username),
            ("password", settings.PasswordSecret is { } secret ? $"(secret {secret})" : null),
            ("ssl_mode", settings.SslMode),
            ("root_certificate", Certificate(environment, settings)),
            ("parameters", Parameters(settings)),
            ("major", settings.Major?.ToString(CultureInfo.InvariantCulture)),
            ("markers", settings.Markers ? "database" : null),
        ];
    }

    private static string? Parameters(ConnectionSettings settings) =>
        settings.Parameters.Count == 0
            ? null
            : string.Join(
                ", ",
                settings
                    .Parameters.OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => $"{p.Key} {(p.Key == "sslpassword" ? "(secret)" : p.Value)}")
            );

    // As the environment says it: where the folder lies on this machine is nobody's affair.
    private static string? Certificate(PlanEnvironment environment, ConnectionSettings settings)
    {
        if (settings.RootCertificate is not { } path || !Path.IsPathRooted(path))
            return settings.RootCertificate;
        var relative = Path.GetRelativePath(environment.Folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
