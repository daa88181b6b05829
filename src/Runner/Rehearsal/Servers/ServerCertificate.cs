using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>
/// A certificate for a throwaway server, made with it and gone with it: signed by an authority of its own, whose key is forgotten
/// at once, for the names by which the server is reached.
/// </summary>
internal sealed record ServerCertificate(string RootFile, string File, string KeyFile)
{
    private const string FolderName = "tls";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    // A clock that is set back a little must not make it invalid.
    private static readonly TimeSpan Earlier = TimeSpan.FromDays(2);

    /// <summary>Where they are in a cluster's folder.</summary>
    public static ServerCertificate In(string cluster) =>
        new(
            Path.Combine(cluster, FolderName, "root.crt"),
            Path.Combine(cluster, FolderName, "server.crt"),
            Path.Combine(cluster, FolderName, "server.key")
        );

    /// <summary>Makes the files in a cluster's folder. The key can only be read by this user, until the folder is given away.</summary>
    public static ServerCertificate Make(string cluster, DateTimeOffset now)
    {
        var made = In(cluster);
        Directory.CreateDirectory(Path.GetDirectoryName(made.RootFile)!);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(authorityKey).CreateSelfSigned(now - Earlier, now + Validity);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Server(key).Create(authority, now - Earlier, now + Validity, RandomNumberGenerator.GetBytes(16));
        System.IO.File.WriteAllText(made.RootFile, authority.ExportCertificatePem() + "\n");
        System.IO.File.WriteAllText(made.File, certificate.ExportCertificatePem() + "\n");
        PrivateFile.Write(made.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return made;
    }

    private static CertificateRequest Authority(ECDsa key)
    {
        var request = new CertificateRequest(
            $"CN=PlanRunner rehearsal {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
            key,
            HashAlgorithmName.SHA256
        );
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: true,
                pathLengthConstraint: 0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static CertificateRequest Server(ECDsa key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: false,
                hasPathLengthConstraint: false,
                pathLengthConstraint: 0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], critical: false)
        );
        return request;
    }
}
