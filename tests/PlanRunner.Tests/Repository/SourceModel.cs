using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PlanRunner.Tests.Repository;

/// <summary>All of src as the compiler sees it: who uses what, whichever way it is named or reached.</summary>
internal sealed class SourceModel
{
    // What the SDK adds to every file.
    private const string Implicit = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using Scriban; global using Scriban.Parsing; global using Scriban.Runtime; global using Scriban.Syntax;
        """;

    private SourceModel(IReadOnlyList<SourceUse> uses) => Uses = uses;

    public static SourceModel Current { get; } = Read();

    /// <summary>Uses of what stands in another file of src, or in a package.</summary>
    public IReadOnlyList<SourceUse> Uses { get; }

    private static string FileOf(ISymbol symbol) => symbol.DeclaringSyntaxReferences is [var first, ..] ? first.SyntaxTree.FilePath : "";

    private static SourceModel Read()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = RepositoryRoot
            .Files("src", "*.cs")
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, Path.GetRelativePath(RepositoryRoot.Path, path)))
            .Append(CSharpSyntaxTree.ParseText(Implicit, options, "implicit.cs"))
            .ToList();
        var paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                !Path.GetFileName(path).StartsWith("PlanRunner.", StringComparison.Ordinal) && Path.GetFileName(path) != "planrunner.dll"
            );
        var compilation = CSharpCompilation.Create(
            "all",
            trees,
            paths.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
        var uses = trees.AsParallel().SelectMany(tree => UsesIn(compilation.GetSemanticModel(tree), tree)).Distinct().ToList();
        return new SourceModel(uses);
    }

    private static IEnumerable<SourceUse> UsesIn(SemanticModel model, SyntaxTree tree)
    {
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
                continue;
            var info = model.GetSymbolInfo(name);
            var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
            if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition is not { } type)
                continue;
            var file = FileOf(type);
            // What our type has from a package's is our type's.
            if (
                file.Length == 0
                && name.Parent is MemberAccessExpressionSyntax access
                && access.Name == name
                && model.GetTypeInfo(access.Expression).Type is { } receiver
                && FileOf(receiver.OriginalDefinition).Length > 0
            )
                continue;
            if (file.Length > 0 ? file != tree.FilePath : type.Locations.Any(at => at.IsInMetadata))
                yield return new SourceUse(tree.FilePath, type.ToDisplayString(), file, type.ContainingAssembly?.Name ?? "");
        }
    }
}
