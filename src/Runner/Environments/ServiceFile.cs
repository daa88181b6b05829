using PlanRunner.Source;

namespace PlanRunner.Runner.Environments;

/// <summary>
/// libpq's connection service file: PGSERVICEFILE, else ~/.pg_service.conf, else pg_service.conf in PGSYSCONFDIR.
/// https://www.postgresql.org/docs/current/libpq-pgservice.html
/// </summary>
internal static class ServiceFile
{
    /// <summary>The parameters of a service; null where no file has it.</summary>
    public static IReadOnlyList<(string Name, string Value)>? Find(string service, string? named, Func<string, string?> variables) =>
        Places(named, variables)
            .Where(FileKind.IsFile)
            .Select(path => Section(File.ReadLines(path), service))
            .FirstOrDefault(found => found is not null);

    private static IEnumerable<string> Places(string? named, Func<string, string?> variables)
    {
        if ((named ?? variables("PGSERVICEFILE")) is { Length: > 0 } file)
            yield return file;
        else if (variables("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".pg_service.conf");
        if (variables("PGSYSCONFDIR") is { Length: > 0 } folder)
            yield return Path.Combine(folder, "pg_service.conf");
    }

    private static List<(string, string)>? Section(IEnumerable<string> lines, string service)
    {
        List<(string, string)>? found = null;
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == '[')
            {
                if (found is not null)
                    return found;
                found = line == $"[{service}]" ? [] : null;
            }
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                found?.Add((line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart()));
            }
        }

        return found;
    }
}
