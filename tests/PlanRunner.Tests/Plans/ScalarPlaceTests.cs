using PlanRunner.Source;
using Xunit;

namespace PlanRunner.Tests.Plans;

/// <summary>Every character of a value knows where it is written. "@" in the source marks where "@" in the value must be found.</summary>
public sealed class ScalarPlaceTests
{
    [Theory]
    [InlineData("a: plain @ text")]
    [InlineData("a: 'quo''ted @'")]
    [InlineData("a: \"esc\\n\\u0041\\x42 \\\" @\"")]
    [InlineData("a: \"over two\n  lines @ here\"")]
    [InlineData("a: plain over\n  two lines @ here")]
    [InlineData("a: |\n  first\n  second @")]
    [InlineData("a: |-\n    first\n\n      indented @\n    last")]
    [InlineData("a: |2\n    more indented @")]
    [InlineData("a: &anchor |\n  first\n  @ second")]
    [InlineData("a: >-\n  folded\n  text @\n\n  more")]
    [InlineData("a: >\n  folded\n    kept @\n  more")]
    [InlineData("x:\n  - a: |\n      deep\n      @")]
    [InlineData("a: |\r\n  first\r\n  second @\r\n")]
    [InlineData("a: 'é😀 @'")]
    public void A_character_is_found(string text)
    {
        var source = new SourceText("plan.yaml", text);
        var diagnostics = new Diagnostics();
        var scalar = Find(YamlReader.Read(source, diagnostics)!);
        Assert.Empty(diagnostics);
        var place = scalar.PlaceAt(scalar.Value.IndexOf('@', StringComparison.Ordinal));
        Assert.Equal(source.PlaceAt(text.IndexOf('@', StringComparison.Ordinal)), place);
    }

    [Fact]
    public void Every_offset_has_a_place_inside_the_scalar()
    {
        const string Text = "a: \"x\\ty\n\n  z\\\n  w\"\nb: >+\n\n  one\n  two\n\n\nc: 'it''s'\n";
        var source = new SourceText("plan.yaml", Text);
        var root = (MappingNode)YamlReader.Read(source, [])!;
        foreach (var scalar in root.Entries.Select(e => (ScalarNode)e.Value))
        {
            var last = scalar.Place;
            for (var offset = 0; offset <= scalar.Value.Length; offset++)
            {
                var place = scalar.PlaceAt(offset, 3);
                Assert.True(place >= last with { Length = place.Length }, $"{place} comes before {last}");
                Assert.InRange(place.Column + place.Length - 1, place.Column, Math.Max(place.Column, source.Line(place.Line).Length));
                last = place;
            }
        }
    }

    [Fact]
    public void Merge_keys_add_what_is_not_there()
    {
        var diagnostics = new Diagnostics();
        var root = (MappingNode)
            YamlReader.Read(new SourceText("p", "b: &b { x: 1, y: 2 }\nc: &c { y: 3, z: 4 }\na: { <<: [*b, *c], x: 9 }\n"), diagnostics)!;
        Assert.Empty(diagnostics);
        var a = (MappingNode)root["a"]!;
        Assert.Equal(["x=9", "y=2", "z=4"], a.Entries.Select(e => $"{e.Key.Value}={((ScalarNode)e.Value).Value}"));
    }

    private static ScalarNode Find(Node node) =>
        node switch
        {
            ScalarNode scalar => scalar,
            MappingNode mapping => Find(mapping.Entries[0].Value),
            _ => Find(((SequenceNode)node).Items[0]),
        };
}
