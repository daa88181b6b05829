namespace PlanRunner.Runner.Environments;

/// <summary>Where a sandbox's cluster listens once it runs.</summary>
internal sealed record SandboxServer(string Host, int Port, string RootCertificate, int? Major = null);
