using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// The way to a server on which a runner dies: the process that uses it is killed when one of its messages is about to arrive, or
/// when the answer to it is. So each statement and each COMMIT is a moment, without a hook in the product.
/// </summary>
internal sealed class DyingWire : IAsyncDisposable
{
    private const byte Terminate = (byte)'X';

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly Lock gate = new();
    private readonly int server;
    private readonly Task serving;
    private int deadly;
    private readonly HashSet<TcpClient> open = [];
    private bool delivered;
    private bool severed;

    /// <param name="server">The port of the server behind it.</param>
    public DyingWire(int server)
    {
        this.server = server;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The process that dies.</summary>
    public Process? Victim { get; set; }

    /// <summary>How many messages the runner sent, those of opening and closing a connection not counted.</summary>
    public int Messages { get; private set; }

    public bool Killed { get; private set; }

    /// <summary>Counts anew, and kills at the message with this number; 0 for none.</summary>
    /// <param name="message">Its number.</param>
    /// <param name="afterwards">True where the server gets the message and answers it before the process dies.</param>
    public void Arm(int message, bool afterwards)
    {
        lock (gate)
            (deadly, delivered, Messages, Killed) = (message, afterwards, 0, false);
    }

    /// <summary>Cuts all that goes over it, and lets nobody through until it is mended.</summary>
    public void Sever()
    {
        lock (gate)
        {
            severed = true;
            foreach (var client in open)
                client.Close();
        }
    }

    public void Mend()
    {
        lock (gate)
            severed = false;
    }

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
                all.Add(PassAsync(await listener.AcceptTcpClientAsync(over.Token)));
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
        lock (gate)
        {
            if (severed)
                return;
            open.Add(near);
        }

        var connection = new Connection();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, server, over.Token);
            await Task.WhenAny(ThereAsync(near, far, connection), BackAsync(far, near, connection));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side may hang up.
        }
        finally
        {
            lock (gate)
                open.Remove(near);
        }
    }

    private async Task ThereAsync(TcpClient near, TcpClient far, Connection connection)
    {
        var buffer = new byte[65536];
        while (await near.GetStream().ReadAsync(buffer, over.Token) is var read and > 0)
        {
            if (connection.Ready && buffer[0] != Terminate && IsDeadly())
            {
                if (!delivered)
                {
                    Kill();
                    return;
                }

                connection.Doomed = true;
            }

            await far.GetStream().WriteAsync(buffer.AsMemory(0, read), over.Token);
        }
    }

    private async Task BackAsync(TcpClient far, TcpClient near, Connection connection)
    {
        var buffer = new byte[65536];
        while (await far.GetStream().ReadAsync(buffer, over.Token) is var read and > 0)
        {
            // ReadyForQuery: Z, length 5, the state of the transaction.
            if (read >= 6 && buffer[read - 6] == (byte)'Z')
            {
                connection.Ready = true;
                if (connection.Doomed)
                {
                    Kill();
                    return;
                }
            }

            if (!connection.Doomed)
                await near.GetStream().WriteAsync(buffer.AsMemory(0, read), over.Token);
        }
    }

    private bool IsDeadly()
    {
        lock (gate)
            return ++Messages == deadly;
    }

    private void Kill()
    {
        Killed = true;
        Victim!.Kill();
    }

    private sealed class Connection
    {
        public bool Ready { get; set; }

        public bool Doomed { get; set; }
    }
}
