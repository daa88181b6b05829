using System.Globalization;

namespace PlanRunner.Steps.Postgres.Connections;

/// <summary>Where a server listens: a name, an address or a socket's folder, and a port.</summary>
internal readonly record struct ServerAddress(string Host, int Port)
{
    /// <summary>An address of IPv6 in brackets, as a URL has it.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Host.Contains(':', StringComparison.Ordinal) && !Host.StartsWith('/') ? $"[{Host}]" : Host)}:{Port}"
        );
}
