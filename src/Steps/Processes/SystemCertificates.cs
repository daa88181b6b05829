namespace PlanRunner.Steps.Processes;

/// <summary>
/// The machine's own root certificates as a file. The driver looks them up by itself; libpq wants a file, and only from version 16
/// on it knows the word <c>system</c>.
/// </summary>
internal static class SystemCertificates
{
    private static readonly string[] Places =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
        "/opt/homebrew/etc/openssl@3/cert.pem",
    ];

    /// <summary>Null where there is none that we know of.</summary>
    public static string? File =>
        Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } named ? named : Array.Find(Places, System.IO.File.Exists);
}
