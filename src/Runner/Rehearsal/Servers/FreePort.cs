using System.Net;
using System.Net.Sockets;

namespace PlanRunner.Runner.Rehearsal.Servers;

/// <summary>Ports on loopback that nobody listens on just now.</summary>
internal static class FreePort
{
    public static int Find() => Find(1)[0];

    /// <summary>As many different ones.</summary>
    public static IReadOnlyList<int> Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
