using PlanRunner.Runner.Reporting;
using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Reporting;

public sealed class WordFoldTests
{
    [Theory]
    [InlineData("one two three four", 9, "one two|    three|    four")]
    [InlineData("  help: one two three", 14, "  help: one|    two three")]
    [InlineData("short", 80, "short")]
    [InlineData("/a/very/long/path/that/is/one/word and more", 12, "/a/very/long/path/that/is/one/word|    and more")]
    [InlineData("    averyveryverylongword", 10, "    averyveryverylongword")]
    public void A_line_is_folded_between_words_and_a_long_word_stays_whole(string line, int room, string folded) =>
        Assert.Equal(folded, string.Join('|', WordFold.Lines(line, room, 4)));

    [Fact]
    public void A_command_to_type_is_never_folded()
    {
        const string Next = "next: planrunner resolve plans/orders/plan.yaml backfill/orders --env production --not-done --reason \"…\"";
        Assert.Equal([Next], WordFold.Told(Next, 40));
        Assert.Equal(["The tool", "    planrunner"], WordFold.Told("The tool planrunner", 10));
    }

    [Fact]
    public void At_eighty_columns_a_sentence_is_folded_between_its_words_and_a_statement_to_copy_is_not()
    {
        var output = new StringWriter();
        var statement = "ALTER TABLE app.a_table ADD CONSTRAINT a_table_pkey PRIMARY KEY USING INDEX a_table_of_a_name_that_is_long";
        new Output(TextWriter.Null, output, colour: false, terminal: true, quiet: false, verbose: false).Print(
            Diagnostic.Error(
                "PR6120",
                "a sentence that is longer than a terminal of eighty columns is wide, and so goes on below",
                null
            ) with
            {
                Detail = statement,
            }
        );
        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal($"  {statement}", lines[^1]);
        Assert.Equal(
            "error PR6120: a sentence that is longer than a terminal of eighty columns is wide, and so goes on below",
            string.Join(' ', lines[..^1].Select(line => line.Trim()))
        );
        Assert.True(lines.Length > 2 && lines[..^1].All(line => line.Length <= 80));
    }
}
