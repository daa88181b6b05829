using PlanRunner.Quoting;
using PlanRunner.Runner.Commands;
using PlanRunner.Source;
using PlanRunner.Steps.Texts;
using PlanRunner.Templating;
using PlanRunner.Tests.Repository;

namespace PlanRunner.Tests.Templating;

/// <summary>
/// The examples of docs/templates.md. A block <c>scriban</c> is one, the block behind it (<c>text</c> or <c>error</c>) is what it must
/// give. Words behind <c>scriban</c>: <c>--var name=value</c>; <c>file=NAME</c> for a template that later examples include;
/// <c>sql</c> or <c>sh</c> for the text of such a step; <c>secret=NAME</c> for a secret of that name.
/// </summary>
internal sealed class TemplatePage
{
    private const string SecretValue = "s3cret-value";

    private TemplatePage(string text, IReadOnlyList<Example> examples, IReadOnlyDictionary<string, string> files)
    {
        Text = text;
        Examples = examples;
        Files = files;
    }

    public string Text { get; }

    public IReadOnlyList<Example> Examples { get; }

    private IReadOnlyDictionary<string, string> Files { get; }

    public static TemplatePage Read() => Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "templates.md")));

    public static TemplatePage Parse(string text)
    {
        var blocks = Blocks(text.Split('\n'));
        var examples = new List<Example>();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < blocks.Count; index++)
        {
            var block = blocks[index];
            if (block.Words is not ["scriban", .. var words])
            {
                continue;
            }

            if (words is [var word] && word.StartsWith("file=", StringComparison.Ordinal))
            {
                files.Add(word["file=".Length..], block.Content + "\n");
                continue;
            }

            var wanted = index + 1 < blocks.Count ? blocks[index + 1] : default;
            examples.Add(
                new Example(
                    block.Line,
                    words,
                    block.Content,
                    wanted.Words is ["text" or "error"] ? wanted.Content : null,
                    wanted.Words is ["error"]
                )
            );
        }

        return new TemplatePage(text, examples, files);
    }

    /// <summary>What an example really gives, written as the page writes it.</summary>
    public string Give(Example example)
    {
        var folder = Directory.CreateTempSubdirectory("templates-page-");
        try
        {
            foreach (var (name, content) in Files)
            {
                File.WriteAllText(Path.Combine(folder.FullName, name), content);
            }

            var file = Path.Combine(folder.FullName, "example.sql");
            File.WriteAllText(file, example.Template);
            var diagnostics = new Diagnostics();
            var rendered = Render(file, example.Words, diagnostics);
            return rendered is not null && !diagnostics.HasErrors ? rendered.Redacted : string.Join('\n', diagnostics.Select(Shown));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static RenderedText? Render(string file, IReadOnlyList<string> words, Diagnostics diagnostics)
    {
        var variables = words
            .Where((_, index) => index > 0 && words[index - 1] == "--var")
            .Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        if (!words.Any(word => word is "sql" or "sh"))
        {
            return TemplateRendering.Render(
                file,
                variables,
                words.Contains("--relaxed", StringComparer.Ordinal),
                TimeProvider.System,
                diagnostics
            );
        }

        // As the text of a step is rendered: values must be quoted, and there are secrets.
        var model = SqlFunctions.Model();
        foreach (var (name, value) in variables)
        {
            model[name] = TextValue.Untrusted(value);
        }

        var secrets = new TemplateObject();
        foreach (var word in words.Where(word => word.StartsWith("secret=", StringComparison.Ordinal)))
        {
            secrets[word["secret=".Length..]] = TextValue.Secret(word["secret=".Length..], SecretValue);
        }

        model["secrets"] = secrets;
        var source = SourceReader.Read(file, Path.GetFileName(file), diagnostics)!;
        var context = words.Contains("sql", StringComparer.Ordinal) ? TextContext.Sql : TextContext.Shell;
        return PlanTemplate.Parse(source.Text, source, diagnostics)?.Render(new RenderScope(model, diagnostics), context);
    }

    private static string Shown(Diagnostic diagnostic) =>
        $"{diagnostic.Place?.Line}:{diagnostic.Place?.Column} {diagnostic.Message}{(diagnostic.Help is { } help ? $"\n  help: {help}" : "")}";

    private static List<(int Line, string[] Words, string Content)> Blocks(string[] lines)
    {
        var blocks = new List<(int, string[], string)>();
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var first = index + 1;
            var words = lines[index][3..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            index = Array.FindIndex(lines, first, line => line == "```");
            blocks.Add((first, words, string.Join('\n', lines[first..index])));
        }

        return blocks;
    }

    /// <param name="Line">The line of the page that its block begins at, from 1.</param>
    /// <param name="Wanted">What the page says that it gives; null where it says nothing.</param>
    internal sealed record Example(int Line, IReadOnlyList<string> Words, string Template, string? Wanted, bool IsError);
}
