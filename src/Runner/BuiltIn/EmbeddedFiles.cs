namespace PlanRunner.Runner.BuiltIn;

/// <summary>The schemas and templates that are built into the tool, so that it runs from any folder.</summary>
internal static class EmbeddedFiles
{
    private static readonly HashSet<string> Known = typeof(EmbeddedFiles)
        .Assembly.GetManifestResourceNames()
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Names such as <c>schemas/plan.schema.json</c> and <c>templates/preflight/server.sql</c>.</summary>
    public static IEnumerable<string> Names => Known.Order(StringComparer.Ordinal);

    public static bool Exists(string name) => Known.Contains(name);

    public static byte[]? Read(string name)
    {
        if (!Known.Contains(name))
            return null;
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
