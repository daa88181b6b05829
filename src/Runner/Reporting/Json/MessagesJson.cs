using System.Text.Json.Serialization;
using PlanRunner.Source.Messages;

namespace PlanRunner.Runner.Reporting.Json;

/// <summary>What the register says of ids, for programs.</summary>
internal sealed record MessagesJson(IReadOnlyList<MessageJson> Messages)
{
    public const int KnownFormat = 1;

    [JsonPropertyOrder(-1)]
    public int Format { get; } = KnownFormat;

    public static string Of(IReadOnlyList<RegisteredMessage> messages) =>
        ResultJson.Of(new MessagesJson([.. messages.Select(MessageJson.Of)]));
}

/// <summary>One of them.</summary>
internal sealed record MessageJson(string Id, string Severity, string Title, string Meaning, string Help)
{
    public int? ExitCode { get; init; }

    public static MessageJson Of(RegisteredMessage message) =>
        new(message.Id, ResultJson.Name(message.Severity), message.Title, message.Meaning, message.Remedy) { ExitCode = message.ExitCode };
}
