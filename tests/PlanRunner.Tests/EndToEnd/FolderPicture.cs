using System.Security.Cryptography;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>The names, contents and times of a folder and what is in it.</summary>
internal static class FolderPicture
{
    public static IReadOnlyList<string> Take(string folder, SearchOption depth = SearchOption.AllDirectories) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", depth).Append(folder).Order(StringComparer.Ordinal).Select(Line)];

    // A folder's time tells of a file that was there for a moment.
    private static string Line(string path) =>
        $"{path} {File.GetLastWriteTimeUtc(path):O} {(Directory.Exists(path) ? "folder" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))))}";
}
