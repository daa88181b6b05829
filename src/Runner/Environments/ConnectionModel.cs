using PlanRunner.Steps.Postgres.Connections;
using PlanRunner.Templating;

namespace PlanRunner.Runner.Environments;

/// <summary>What templates see as <c>connections.NAME.host|port|database|username|major|root_certificate</c>. Never a password.</summary>
internal static class ConnectionModel
{
    public static TemplateObject Of(IReadOnlyDictionary<string, ConnectionSettings> connections)
    {
        var result = new TemplateObject();
        foreach (var (name, settings) in connections)
        {
            var facts = new TemplateObject
            {
                ["host"] = TextValue.Untrusted(settings.Host),
                ["port"] = (long)settings.Port,
                ["database"] = TextValue.Untrusted(settings.Database),
                ["username"] = TextValue.Untrusted(settings.Username),
            };
            if (settings.Major is { } major)
                facts["major"] = (long)major;
            if (settings.RootCertificate is { } certificate)
                facts["root_certificate"] = TextValue.Untrusted(certificate);
            result[name] = facts;
        }

        return result;
    }
}
