namespace PlanRunner.Source.Messages;

/// <summary>
/// Every id that a message may have, each once: <c>planrunner explain</c> and docs/errors.md are made from it. Tests see that each
/// stands for one thing and is reported somewhere.
/// </summary>
internal static class MessageRegister
{
    /// <summary>In the order of the ids with which they begin.</summary>
    public static IReadOnlyList<MessageFamily> Families { get; } =
    [
        FileMessages.Family,
        SchemaMessages.Family,
        PlanMessages.Family,
        EnvironmentMessages.Family,
        StepMessages.Family,
        CommandLineMessages.Family,
        StatementMessages.Family,
        RenameMessages.Family,
        ConnectionMessages.Family,
        TemplateMessages.Family,
        SqlTextMessages.Family,
        QuotingMessages.Family,
        StateMessages.Family,
        DecisionMessages.Family,
        RunMessages.Family,
        ServerMessages.Family,
        ShellMessages.Family,
        RehearsalMessages.Family,
        BugMessages.Family,
    ];

    private static readonly Dictionary<string, RegisteredMessage> ById = Families
        .SelectMany(family => family.Messages)
        .ToDictionary(message => message.Id, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<RegisteredMessage> All => Families.SelectMany(family => family.Messages);

    /// <summary>The message of an id as people type it, in any case; null where there is none.</summary>
    public static RegisteredMessage? Find(string id) => ById.GetValueOrDefault(id.Trim());
}
