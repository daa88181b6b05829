namespace PlanRunner.Runner.Reporting;

/// <summary>How much of a command's output is shown, and how.</summary>
/// <param name="Quiet">Only results and what people must see.</param>
/// <param name="Verbose">Also what is seldom looked at.</param>
/// <param name="NoColour">No colours.</param>
/// <param name="Within">A nested command; the outer one suggests the next command itself.</param>
internal sealed record OutputOptions(bool Quiet = false, bool Verbose = false, bool NoColour = false, bool Within = false)
{
    /// <summary>The current folder: paths below it are shown relative to it.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();
}
