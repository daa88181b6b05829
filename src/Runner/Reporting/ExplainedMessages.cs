using PlanRunner.Source.Messages;

namespace PlanRunner.Runner.Reporting;

/// <summary>What the register says of ids, for people.</summary>
internal static class ExplainedMessages
{
    /// <summary>Each id with its title, a line each.</summary>
    public static string List(IEnumerable<RegisteredMessage> messages) =>
        string.Join('\n', messages.Select(message => $"{message.Id}  {message.Title}"));

    /// <param name="messages">Those that were asked for.</param>
    /// <param name="width">Columns to fold at; null folds nothing.</param>
    public static string Text(IReadOnlyList<RegisteredMessage> messages, int? width)
    {
        var text = new TerminalText(colour: false, width);
        foreach (var message in messages)
        {
            if (message != messages[0])
                text.Blank();
            text.Prose(0, $"{message.Id}: {message.Title} ({Kind(message)})");
            text.Prose(1, message.Meaning);
            text.Prose(1, $"help: {message.Remedy}");
        }

        return text.ToString();
    }

    private static string Kind(RegisteredMessage message) =>
        message.Severity.ToString().ToLowerInvariant() + (message.ExitCode is { } code ? $", exit code {code}" : "");
}
