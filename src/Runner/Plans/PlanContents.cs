using System.Security.Cryptography;
using System.Text;
using PlanRunner.Source;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Plans;

/// <summary>Reads the files that a step's program is or takes, as far as they lie in the plan's folder or in the repository around it.</summary>
/// <param name="planFolder">As a full path.</param>
internal sealed class PlanContents(string planFolder)
{
    // What is larger is hardly a program, and too slow to read in every command.
    private const long LargestFile = 64 << 20;
    private const int MostFiles = 2000;
    private const string Outside = "outside the plan's folder and repository";

    private readonly string root = Repository(planFolder);

    public IReadOnlyList<FileContent> Of(string path, string folder, bool whole)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || folder.Contains('\0', StringComparison.Ordinal))
            return [];
        var full = Path.GetFullPath(Path.Combine(planFolder, folder, path));
        if (Directory.Exists(full))
            return !whole ? []
                : IsInside(full) || full == root ? InFolder(full)
                : [new FileContent(full, null, Outside)];
        return File.Exists(full) ? [Read(full)] : [];
    }

    private List<FileContent> InFolder(string full)
    {
        var paths = Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        List<FileContent> found = [.. paths.Take(MostFiles).Select(Read)];
        if (paths.Count > MostFiles)
            found.Add(new FileContent($"{Name(full)}/…", null, $"more than {MostFiles} files: those after {found[^1].Name}"));
        return found;
    }

    private string Name(string full) => IsInside(full) || full == root ? Path.GetRelativePath(planFolder, full).Replace('\\', '/') : full;

    private FileContent Read(string full)
    {
        var name = Name(full);
        try
        {
            var target = new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
            var why =
                FileKind.Other(target)
                ?? (
                    !IsInside(full) || !IsInside(target) ? Outside
                    : new FileInfo(target).Length > LargestFile ? "too large"
                    : null
                );
            return new FileContent(name, why is null ? FingerprintOf(File.ReadAllBytes(target)) : null, why);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new FileContent(name, null, "it cannot be read");
        }
    }

    // Text is the same after a checkout with other line endings.
    private static string FingerprintOf(byte[] bytes) =>
        bytes.AsSpan().Contains((byte)0)
            ? $"{Fingerprint.Version}:{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}"
            : Fingerprint.Of(Encoding.Latin1.GetString(bytes));

    private bool IsInside(string path) => path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Repository(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
                return at.FullName.TrimEnd(Path.DirectorySeparatorChar);
        }

        return from.TrimEnd(Path.DirectorySeparatorChar);
    }
}
