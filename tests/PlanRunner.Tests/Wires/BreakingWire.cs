using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PlanRunner.Tests.Wires;

/// <summary>
/// The way to a server, which breaks once at one of the messages that go there: each statement and each COMMIT is a moment, without a
/// hook in the product. Later connections pass unhindered.
/// </summary>
internal sealed class BreakingWire : IAsyncDisposable
{
    private const byte Terminate = (byte)'X';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly Lock gate = new();
    private readonly Task serving;
    private readonly HashSet<TcpClient> open = [];
    private int server;
    private bool severed;
    private WireBreak? armed;
    private int fitting;
    private TaskCompletionSource broken = New();
    private TaskCompletionSource released = New();

    /// <param name="server">The port of the server behind it.</param>
    public BreakingWire(int server)
    {
        this.server = server;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The process that dies where a process is to die.</summary>
    public Process? Victim { get; set; }

    /// <summary>How many messages were sent since it was armed, those of opening and closing a connection not counted.</summary>
    public int Messages { get; private set; }

    public bool Broke => broken.Task.IsCompleted;

    /// <summary>Counts anew; null lets everything pass.</summary>
    public void Arm(WireBreak? what)
    {
        lock (gate)
        {
            (armed, Messages, fitting) = (what, 0, 0);
            (broken, released) = (New(), New());
        }
    }

    /// <summary>New connections lead to another server, as behind an address that a failover moves.</summary>
    public void LeadTo(int port)
    {
        lock (gate)
            server = port;
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

    /// <summary>Waits until it broke.</summary>
    public Task BrokeAsync() => broken.Task.WaitAsync(Patience);

    /// <summary>Lets what is held pass on, as far as both ends are still there.</summary>
    public void Release() => released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        over.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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

        if (!connection.Reset)
            return;
        // Closed without lingering, a socket sends RST.
        near.LingerState = new LingerOption(true, 0);
        far.LingerState = new LingerOption(true, 0);
    }

    private async Task ThereAsync(TcpClient near, TcpClient far, Connection connection)
    {
        var buffer = new byte[65536];
        while (await near.GetStream().ReadAsync(buffer, over.Token) is var read and > 0)
        {
            var now = connection.Ready && buffer[0] != Terminate ? Moment(buffer.AsSpan(0, read)) : null;
            if (now is { Delivered: false } && !await BreakAsync(now, connection))
                return;
            if (now is { Delivered: true })
                connection.Doomed = now;
            await far.GetStream().WriteAsync(buffer.AsMemory(0, read), over.Token);
        }
    }

    private async Task BackAsync(TcpClient far, TcpClient near, Connection connection)
    {
        var buffer = new byte[65536];
        using var held = new MemoryStream();
        while (await far.GetStream().ReadAsync(buffer, over.Token) is var read and > 0)
        {
            held.Write(buffer.AsSpan(0, read));
            // ReadyForQuery: Z, length 5, the state of the transaction.
            if (read >= 6 && buffer[read - 6] == (byte)'Z')
            {
                connection.Ready = true;
                if (connection.Doomed is { } how && !await BreakAsync(how, connection))
                    return;
                connection.Doomed = null;
            }

            if (connection.Doomed is not null)
                continue;
            await near.GetStream().WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), over.Token);
            held.SetLength(0);
        }
    }

    private WireBreak? Moment(ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            Messages++;
            if (armed is not { } what || Broke || message.IndexOf(Encoding.UTF8.GetBytes(what.Text)) < 0)
                return null;
            return ++fitting == what.Number ? what : null;
        }
    }

    /// <summary>True where the message passes on after all.</summary>
    private async Task<bool> BreakAsync(WireBreak what, Connection connection)
    {
        var until = released.Task;
        if (what.How == WireEnd.Kill)
            Victim!.Kill();
        connection.Reset = what.How == WireEnd.Reset;
        broken.TrySetResult();
        if (what.How != WireEnd.Hold)
            return false;
        await until.WaitAsync(over.Token);
        return true;
    }

    private sealed class Connection
    {
        public bool Ready { get; set; }

        public WireBreak? Doomed { get; set; }

        public bool Reset { get; set; }
    }
}
