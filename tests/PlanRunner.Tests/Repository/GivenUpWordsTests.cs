using Xunit;

namespace PlanRunner.Tests.Repository;

/// <summary>
/// What people read is in the terms of the field: no message, comment, document, schema, template or plan has a word of
/// given-up-words.txt.
/// </summary>
public sealed class GivenUpWordsTests
{
    private static readonly string[] Folders = ["docs", "schemas", "templates", "plans"];

    private static readonly string[] Pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

    [Fact]
    public void Nothing_that_people_read_has_a_given_up_word()
    {
        var words = GivenUpWords.Read();

        var found = Read(words).AsParallel().AsOrdered().SelectMany(file => words.In(file.Shown, file.Text)).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void A_word_is_found_in_comments_and_strings_and_across_lines()
    {
        const string Source = """
            /// <summary>What is done is taken
            /// back later.</summary>
            internal sealed class Mend
            {
                public string Text => "look, then " + $"mend {Mend.Text}, which";
            }
            """;
        const string Document = "The state is\nnot there.";

        var words = GivenUpWords.Read();

        Assert.Equal(
            ["a.cs:1: \"taken back\": undo, roll back", "a.cs:5: \"mend\": fix", "b.md:1: \"is not there\": does not exist"],
            [.. words.In("a.cs", ReadableText.OfSource(Source)), .. words.In("b.md", Document)]
        );
    }

    [Fact]
    public void What_is_skipped_exists_and_what_is_kept_is_there()
    {
        var words = GivenUpWords.Read();
        Assert.All(words.Skipped, path => Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Path, path)), $"skip {path}"));
        Assert.All(
            words.Kept,
            kept =>
            {
                var (path, text) = (
                    kept[..kept.IndexOf(": ", StringComparison.Ordinal)],
                    kept[(kept.IndexOf(": ", StringComparison.Ordinal) + 2)..]
                );
                Assert.Contains(text, File.ReadAllText(Path.Combine(RepositoryRoot.Path, path)), StringComparison.Ordinal);
            }
        );
    }

    private static IEnumerable<(string Shown, string Text)> Read(GivenUpWords words)
    {
        var paths = RepositoryRoot
            .Files("src", "*.cs")
            .Concat(Folders.SelectMany(folder => RepositoryRoot.Files(folder, "*")))
            .Concat(Pages.Select(page => Path.Combine(RepositoryRoot.Path, page)));
        foreach (var path in paths)
        {
            var shown = Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/');
            if (words.Skips(shown))
                continue;
            var text = File.ReadAllText(path);
            yield return (shown, path.EndsWith(".cs", StringComparison.Ordinal) ? ReadableText.OfSource(text) : text);
        }
    }
}
