namespace PlanRunner.Tests.Wires;

/// <summary>How a <see cref="BreakingWire"/> breaks.</summary>
internal enum WireEnd
{
    /// <summary>The process at its near end dies, as by SIGKILL.</summary>
    Kill,

    /// <summary>The connection is closed in order: FIN.</summary>
    Close,

    /// <summary>The connection is reset: RST.</summary>
    Reset,

    /// <summary>Nothing passes on this connection until it is released.</summary>
    Hold,
}
