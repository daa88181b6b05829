namespace PlanRunner.Tests.Repository;

/// <summary>A file uses a type, or one of its members.</summary>
/// <param name="File">Of src, from the repository's root.</param>
/// <param name="Type">What is used.</param>
/// <param name="DeclaredIn">Its file; empty where it is a package's.</param>
/// <param name="Assembly">The assembly that it comes from, where it is a package's.</param>
internal sealed record SourceUse(string File, string Type, string DeclaredIn, string Assembly)
{
    public string Folder => Path.GetDirectoryName(File)!;

    public string UsedFolder => Path.GetDirectoryName(DeclaredIn)!;

    public override string ToString() => $"{File} uses {Type} of {(DeclaredIn.Length > 0 ? UsedFolder : Assembly)}";
}
