using System.Runtime.ExceptionServices;
using System.Text;

namespace PlanRunner.Steps.Processes;

/// <summary>Reads a child's stream to its end: lines to a callback, the beginning kept. A line without an end is cut, not piled up.</summary>
internal sealed class LineReader(Action<string>? onLine, int keep)
{
    private const int LongestLine = 64 * 1024;
    private readonly StringBuilder kept = new();
    private readonly StringBuilder line = new();
    private readonly TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock guard = new();
    private readonly Lock saying = new();
    private Exception? failed;
    private volatile bool ended;

    public bool Truncated { get; private set; }

    /// <summary>Ends when more came than is kept; else never.</summary>
    public Task Full => full.Task;

    public string Kept
    {
        get
        {
            lock (guard)
                return kept.ToString();
        }
    }

    /// <summary>Reads to the end, or until let go: then what was read so far counts, and what comes later is nobody's.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken letGo)
    {
        try
        {
            // On a thread of its own: a slow callback holds up nobody else, and a read of a pipe cannot be called off.
            await Task.Run(() => ReadToEndAsync(stream, letGo), CancellationToken.None).WaitAsync(letGo);
        }
        catch (OperationCanceledException) when (letGo.IsCancellationRequested)
        {
            // Something else holds the pipe open.
        }

        End();
        if (failed is not null)
            ExceptionDispatchInfo.Throw(failed);
    }

    private async Task ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(
            stream,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            detectEncodingFromByteOrderMarks: false,
            leaveOpen: true
        );
        var buffer = new char[8192];
        try
        {
            while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count && Take(buffer.AsSpan(0, count)))
            {
                // On to the next piece.
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Let go of: what was read so far counts.
        }
    }

    private bool Take(ReadOnlySpan<char> text)
    {
        lock (saying)
        {
            if (ended)
                return false;
            Keep(text);
            Split(text);
            return true;
        }
    }

    // Where a callback does not come back, nobody waits for it, and the rest stays unsaid.
    private void End()
    {
        ended = true;
        if (!saying.TryEnter())
            return;
        try
        {
            if (line.Length > 0)
                Say();
        }
        finally
        {
            saying.Exit();
        }
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        lock (guard)
        {
            var room = keep - kept.Length;
            Truncated |= text.Length > room;
            if (Truncated)
                full.TrySetResult();
            if (room > 0)
                kept.Append(text[..Math.Min(room, text.Length)]);
        }
    }

    private void Split(ReadOnlySpan<char> text)
    {
        if (onLine is null)
            return;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var part = end < 0 ? text : text[..end];
            var room = LongestLine - line.Length;
            if (part.Length > room)
            {
                line.Append(part[..room]);
                Say();
                text = text[room..];
                continue;
            }

            line.Append(part);
            if (end < 0)
                return;
            Say();
            text = text[(end + 1)..];
        }
    }

    private void Say()
    {
        if (line.Length > 0 && line[^1] == '\r')
            line.Length--;
        try
        {
            if (failed is null)
                onLine?.Invoke(line.ToString());
        }
        catch (Exception exception)
        {
            // Reported at the end: a child whose output nobody reads would block forever.
            failed = exception;
        }

        line.Clear();
    }
}
