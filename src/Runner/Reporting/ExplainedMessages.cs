using PlanRunner.Source.Messages;

namespace PlanRunner.Runner.Reporting;

/// <summary>What the register says of ids, for people and for programs.</summary>
internal static class ExplainedMessages
{
    public const int JsonFormat = 1;

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

    public static string Json(IReadOnlyList<RegisteredMessage> messages) =>
        JsonText.Of(
            JsonFormat,
            json =>
                json.WriteArray(
                    "messages",
                    messages,
                    message =>
                    {
                        json.WriteString("id", message.Id);
                        json.WriteString("severity", message.Severity.ToString().ToLowerInvariant());
                        json.WriteString("title", message.Title);
                        json.WriteString("meaning", message.Meaning);
                        json.WriteString("help", message.Remedy);
                        if (message.ExitCode is { } code)
                            json.WriteNumber("exit_code", code);
                    }
                )
        );

    private static string Kind(RegisteredMessage message) =>
        message.Severity.ToString().ToLowerInvariant() + (message.ExitCode is { } code ? $", exit code {code}" : "");
}
