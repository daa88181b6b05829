using PlanRunner.Steps;

namespace PlanRunner.Runner.Plans.Schema;

/// <summary>Keys that other tools have for the same thing, and words that begin or end like a key.</summary>
internal static class Synonyms
{
    private const int ShortestPart = 3;

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = ["username"],
        ["login"] = ["username"],
        ["role"] = ["username"],
        ["pass"] = ["password"],
        ["pwd"] = ["password"],
        ["passfile"] = ["password_file"],
        ["pgpass"] = ["password_file"],
        ["db"] = ["database", "on"],
        ["dbname"] = ["database"],
        ["hostname"] = ["host"],
        ["server"] = ["host", "on"],
        ["address"] = ["host"],
        ["url"] = ["url_env"],
        ["dsn"] = ["url_env"],
        ["ssl"] = ["ssl_mode"],
        ["sslmode"] = ["ssl_mode"],
        ["tls"] = ["ssl_mode"],
        ["sslrootcert"] = ["root_certificate"],
        ["ca"] = ["root_certificate"],
        ["options"] = ["parameters", "settings"],
        ["version"] = ["major"],
        ["sql"] = ["text"],
        ["query"] = ["text"],
        ["statement"] = ["text"],
        ["command"] = ["text", "run"],
        ["script"] = ["run", "text"],
        ["sh"] = ["run"],
        ["bash"] = ["run"],
        ["path"] = ["file"],
        ["connection"] = ["on", "connections"],
        ["database"] = ["on"],
        ["source"] = ["from", "a"],
        ["target"] = ["on", "b"],
        ["name"] = ["id", "plan", "environment", "title"],
        ["depends_on"] = ["needs"],
        ["requires"] = ["needs"],
        ["if"] = ["when"],
        ["condition"] = ["when", "is_true"],
        ["loop"] = ["foreach"],
        ["for_each"] = ["foreach"],
        ["with_items"] = ["foreach"],
        ["retries"] = ["retry", "attempts"],
        ["rollback"] = ["undo"],
        ["revert"] = ["undo"],
        ["vars"] = ["variables"],
        ["env"] = ["variables"],
        ["environment"] = ["env", "variables"],
        ["expect"] = ["equals", "is_true"],
        ["interval"] = ["every"],
        ["check"] = ["verify"],
        ["expected"] = ["equals"],
        ["stdout"] = ["capture"],
    };

    /// <summary>The key that is most likely meant; null where none is.</summary>
    public static string? Of(string word, IReadOnlyCollection<string> keys)
    {
        if (Known.TryGetValue(word, out var meant) && meant.FirstOrDefault(keys.Contains) is { } one)
            return one;
        if (StepKinds.BuiltIn.All.FirstOrDefault(kind => keys.Contains(kind.Key) && kind.OtherNames.Contains(word)) is { } named)
            return named.Key;
        if (word.Length < ShortestPart)
            return null;
        var alike = keys.Where(key => key.Length >= ShortestPart && (IsPart(key, word) || IsPart(word, key))).ToList();
        return alike is [var only] ? only : null;
    }

    private static bool IsPart(string whole, string part) =>
        whole.StartsWith(part, StringComparison.OrdinalIgnoreCase) || whole.EndsWith($"_{part}", StringComparison.OrdinalIgnoreCase);
}
