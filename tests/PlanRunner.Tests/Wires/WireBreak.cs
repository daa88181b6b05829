namespace PlanRunner.Tests.Wires;

/// <summary>When and how a <see cref="BreakingWire"/> breaks, once.</summary>
/// <param name="How">What happens.</param>
/// <param name="Delivered">True where the server gets the message and answers it, and the answer is what is lost or held.</param>
internal sealed record WireBreak(WireEnd How, bool Delivered)
{
    /// <summary>At the message with this number; with a text, at that of the messages that hold it.</summary>
    public int Number { get; private init; }

    public string Text { get; private init; } = "";

    public static WireBreak AtMessage(int number, WireEnd how, bool delivered) => new(how, delivered) { Number = number };

    public static WireBreak AtCommit(int number, WireEnd how, bool delivered) => AtText("COMMIT\0", number, how, delivered);

    public static WireBreak AtText(string text, int number, WireEnd how, bool delivered) =>
        new(how, delivered) { Text = text, Number = number };
}
