using System.Net;
using System.Net.Sockets;
using PlanRunner.Steps.Postgres;

namespace PlanRunner.Tests.Postgres;

/// <summary>A way to a server that breaks once, at the first COMMIT: before it arrives, or before its answer does.</summary>
internal sealed class CommitCutter : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly ConnectionSettings server;
    private readonly bool deliver;
    private readonly Task serving;
    private bool cut;

    /// <param name="server">Where it leads.</param>
    /// <param name="deliver">True lets the COMMIT arrive and loses the answer.</param>
    public CommitCutter(ConnectionSettings server, bool deliver)
    {
        this.server = server;
        this.deliver = deliver;
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>It looks for COMMIT, so nothing is encrypted.</summary>
    public ConnectionSettings Connection => server with { SslMode = "disable", RootCertificate = null, Port = ((IPEndPoint)listener.LocalEndpoint).Port };

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        over.Dispose();
    }

    private async Task ServeAsync()
    {
        var all = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(over.Token);
                all.Add(PassAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(server.Host, server.Port, over.Token);
            var there = PumpAsync(near, far, isClient: true);
            var back = PumpAsync(far, near, isClient: false);
            await Task.WhenAny(there, back);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either side may hang up.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isClient)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, over.Token) is var read and > 0)
            {
                var isCommit = isClient && !cut && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0;
                if (isCommit && !deliver)
                {
                    cut = true;
                    return;
                }

                // The answer must not slip through between delivering and cutting.
                cut |= isCommit;
                if (!isClient && cut && !Passed)
                {
                    Passed = true;
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), over.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side may hang up.
        }
    }

    private bool Passed { get; set; }
}
