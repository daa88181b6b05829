using System.Text;

namespace PlanRunner.Runner.Reporting;

/// <summary>
/// A stream to people that may go away (a closed terminal, a full disk under a log) without taking the run with it: a freeze that
/// is to be undone matters more than a line about it. What was lost is remembered.
/// </summary>
internal sealed class UnfailingWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Something could not be written, and nothing is written after it.</summary>
    public Exception? Lost { get; private set; }

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (Lost is not null)
            return;
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            Lost = exception;
        }
    }
}
