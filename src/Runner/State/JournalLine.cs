using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PlanRunner.Runner.State;

/// <summary>
/// One line as it is in the file: the event's JSON with a last member <c>hash</c> over this line's text and the hash of the
/// line before. So a changed, lost, moved or foreign line is detected.
/// </summary>
internal static class JournalLine
{
    private const int HashLength = 32;
    private const string Marker = ",\"hash\":\"";
    private static readonly int SuffixLength = Marker.Length + HashLength + 2;

    public static (string Line, string Hash) Write(StateEvent stateEvent, string previousHash)
    {
        var body = JsonSerializer.Serialize(stateEvent, StateJson.Readable.StateEvent);
        var hash = HashOf(body, previousHash);
        return ($"{body[..^1]}{Marker}{hash}\"}}", hash);
    }

    /// <summary>The event and the line's hash; null event with the reason where the line is not what was written.</summary>
    public static (StateEvent? Event, string Hash, string? Damage) Read(string line, string previousHash)
    {
        if (line.Length <= SuffixLength || !line.AsSpan(line.Length - SuffixLength).StartsWith(Marker, StringComparison.Ordinal))
            return (null, "", "it does not end with a hash");
        var body = line[..^SuffixLength] + "}";
        var hash = line.Substring(line.Length - HashLength - 2, HashLength);
        if (!string.Equals(hash, HashOf(body, previousHash), StringComparison.Ordinal) || !line.EndsWith("\"}", StringComparison.Ordinal))
            return (null, hash, "its hash does not match it and the line before");
        try
        {
            return JsonSerializer.Deserialize(body, StateJson.CompleteEvent) is { } stateEvent && !HasGap(stateEvent)
                ? (stateEvent, hash, null)
                : (null, hash, "a required value is missing");
        }
        // An event without its name is an abstract one, which is reported as not supported.
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return (
                null,
                hash,
                $"it contains an event that this version does not know ({exception.Message.Split('.')[0]}); a newer planrunner wrote it"
            );
        }
    }

    /// <summary>The hash stated in a line; null where there is none.</summary>
    public static string? HashIn(string line) =>
        line.Length > SuffixLength ? line.Substring(line.Length - HashLength - 2, HashLength) : null;

    // The JSON reader does not check for nulls inside lists.
    private static bool HasGap(StateEvent stateEvent) =>
        stateEvent switch
        {
            RunStarted e => e.Servers.Contains(null!) || e.Variables?.Values.Contains(null!) == true || e.Withheld?.Contains(null!) == true,
            ServersRebound e => e.Servers.Contains(null!),
            StepsMoved e => e.Moves.Concat(e.Settled).Contains(null!),
            ItemsResolved e => e.Items.Contains(null!),
            StepDeclaredNew e => e.Beside.Contains(null!),
            StepListed e => e.Statements.Contains(null!),
            StepCommitting e => e.Captured?.Values.Contains(null!) == true,
            StepDone e => e.Captured?.Values.Contains(null!) == true,
            StepUnverified e => e.Captured?.Values.Contains(null!) == true,
            StepResolved e => e.Captured?.Values.Contains(null!) == true,
            _ => false,
        };

    private static string HashOf(string body, string previousHash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previousHash + body)).AsSpan(0, HashLength / 2));
}
