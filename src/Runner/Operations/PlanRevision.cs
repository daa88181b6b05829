using PlanRunner.Source;

namespace PlanRunner.Runner.Operations;

/// <summary>The git commit that a plan's folder is checked out at, read from the files: for people who later ask which plan ran.</summary>
internal static class PlanRevision
{
    public static string? Of(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var git = Path.Combine(at.FullName, ".git");
            if (!Directory.Exists(git))
                continue;
            if (!FileKind.IsFile(Path.Combine(git, "HEAD")))
                return null;
            try
            {
                var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
                if (!head.StartsWith("ref: ", StringComparison.Ordinal))
                    return head;
                var reference = Path.Combine(git, head[5..]);
                return FileKind.IsFile(reference) ? File.ReadAllText(reference).Trim() : null;
            }
            catch (IOException)
            {
                return null;
            }
        }

        return null;
    }
}
