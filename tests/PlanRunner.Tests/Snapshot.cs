using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PlanRunner.Tests;

/// <summary>
/// Compares text with a file that a person has read and accepted, by Verify's convention: <c>Class.Method.verified.txt</c> beside
/// the test; on a difference <c>….received.txt</c> is written next to it. With PLANRUNNER_ACCEPT_SNAPSHOTS=1 what is received is accepted.
/// A fingerprint stands there as the number by which its text has it first, so that a plan that is said otherwise changes the one
/// snapshot in which fingerprints stand themselves (FingerprintTests) and no other.
/// </summary>
public static partial class Snapshot
{
    private const int Context = 3;

    /// <summary>The fingerprints of a text, each once, in the order in which they stand there.</summary>
    public static IReadOnlyList<string> Fingerprints(string text) =>
        [.. Fingerprint().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Compares with the snapshot of the calling test; <paramref name="part"/> tells several of one test apart.</summary>
    public static void Verify(string actual, string? part = null, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{member}{(part is null ? "" : "." + part)}";
        VerifyFile(Path.Combine(Path.GetDirectoryName(file)!, name), actual);
    }

    /// <summary>Compares with <c>path.verified.txt</c>.</summary>
    public static void VerifyFile(string path, string actual)
    {
        var fingerprints = Fingerprints(actual).ToList();
        VerifyWhole(path, Fingerprint().Replace(actual, match => $"v1:(fingerprint {fingerprints.IndexOf(match.Value) + 1})"));
    }

    /// <summary>The same, with its fingerprints.</summary>
    public static void VerifyWhole(string path, string actual)
    {
        var (verifiedPath, receivedPath) = ($"{path}.verified.txt", $"{path}.received.txt");
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n").TrimEnd('\n') + "\n" : null;
        if (actual == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        if (Environment.GetEnvironmentVariable("PLANRUNNER_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verifiedPath, actual);
            return;
        }

        File.WriteAllText(receivedPath, actual);
        var what = verified is null
            ? $"There is no {Path.GetFileName(verifiedPath)} yet"
            : $"It differs from {Path.GetFileName(verifiedPath)}";
        Assert.Fail($"{what}. Received, in {receivedPath}:\n{Difference(verified ?? "", actual)}");
    }

    /// <summary>The folder of the calling test's source, where its case folders are.</summary>
    public static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"\bv1:[0-9a-f]{32}\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fingerprint();

    private static string Difference(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
            start++;
        var (endBefore, endAfter) = (before.Length, after.Length);
        while (endBefore > start && endAfter > start && before[endBefore - 1] == after[endAfter - 1])
            (endBefore, endAfter) = (endBefore - 1, endAfter - 1);

        var text = new StringBuilder();
        Append(before, Math.Max(0, start - Context), start, ' ');
        Append(before, start, endBefore, '-');
        Append(after, start, endAfter, '+');
        Append(before, endBefore, Math.Min(before.Length, endBefore + Context), ' ');
        return text.ToString();

        void Append(string[] lines, int from, int to, char mark)
        {
            for (var i = from; i < to; i++)
                text.Append(mark).Append(' ').Append(lines[i]).Append('\n');
        }
    }
}
