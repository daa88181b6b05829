using System.Text.RegularExpressions;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;
using PlanRunner.Steps.Model;

namespace PlanRunner.Runner.Reviewing;

/// <summary>A text that ran against the text that would run now: by line, with the changed words marked within a line.</summary>
internal sealed partial class TextDiff
{
    // Below it two lines have nothing to do with each other, and marked words would be confetti.
    private const double LeastAlike = 0.4;

    private TextDiff(IReadOnlyList<DiffLine> lines, bool whiteSpaceOnly)
    {
        Lines = lines;
        WhiteSpaceOnly = whiteSpaceOnly;
    }

    public IReadOnlyList<DiffLine> Lines { get; }

    /// <summary>The texts differ in blanks, tabs, line breaks and indentation alone.</summary>
    public bool WhiteSpaceOnly { get; }

    public int Added => Lines.Count(line => line.Side == DiffSide.Now);

    public int Removed => Lines.Count(line => line.Side == DiffSide.Before);

    public static TextDiff Of(string before, string now)
    {
        var (old, fresh) = (Normal(before), Normal(now));
        var found = Differ.Instance.CreateDiffs(old, fresh, ignoreWhiteSpace: false, ignoreCase: false, LineChunker.Instance);
        var lines = new List<DiffLine>();
        var (a, b) = (0, 0);
        foreach (var block in found.DiffBlocks)
        {
            Same(block.DeleteStartA);
            Block(lines, found, block);
            (a, b) = (block.DeleteStartA + block.DeleteCountA, block.InsertStartB + block.InsertCountB);
        }

        Same(found.PiecesOld.Count);
        return new TextDiff(
            lines,
            old != fresh
                && Words()
                    .Matches(old)
                    .Select(w => w.Value)
                    .SequenceEqual(Words().Matches(fresh).Select(w => w.Value), StringComparer.Ordinal)
        );

        void Same(int until)
        {
            for (; a < until; a++, b++)
                lines.Add(new DiffLine(DiffSide.Both, a + 1, b + 1, [new DiffPiece(found.PiecesOld[a], false)]));
        }
    }

    /// <summary>The lines within <paramref name="context"/> lines of a change; null stands for those left out between.</summary>
    public IEnumerable<DiffLine?> Near(int context)
    {
        var skipping = false;
        for (var i = 0; i < Lines.Count; i++)
        {
            var near = false;
            for (var j = Math.Max(0, i - context); j <= Math.Min(Lines.Count - 1, i + context) && !near; j++)
                near = Lines[j].Side != DiffSide.Both;
            if (near)
                yield return Lines[i];
            else if (!skipping)
                yield return null;
            skipping = !near;
        }
    }

    private static void Block(List<DiffLine> lines, DiffResult found, DiffBlock block)
    {
        var pairs = Enumerable
            .Range(0, Math.Min(block.DeleteCountA, block.InsertCountB))
            .Select(i => Pair(found.PiecesOld[block.DeleteStartA + i], found.PiecesNew[block.InsertStartB + i]))
            .ToList();
        for (var i = 0; i < block.DeleteCountA; i++)
            lines.Add(
                new DiffLine(
                    DiffSide.Before,
                    block.DeleteStartA + i + 1,
                    null,
                    i < pairs.Count ? pairs[i].Before : [new DiffPiece(found.PiecesOld[block.DeleteStartA + i], false)]
                )
            );
        for (var i = 0; i < block.InsertCountB; i++)
            lines.Add(
                new DiffLine(
                    DiffSide.Now,
                    null,
                    block.InsertStartB + i + 1,
                    i < pairs.Count ? pairs[i].Now : [new DiffPiece(found.PiecesNew[block.InsertStartB + i], false)]
                )
            );
    }

    private static (List<DiffPiece> Before, List<DiffPiece> Now) Pair(string before, string now)
    {
        var words = Differ.Instance.CreateDiffs(before, now, ignoreWhiteSpace: false, ignoreCase: false, WordsOfCode.Instance);
        var old = Marked(words.PiecesOld, words.DiffBlocks.SelectMany(b => Enumerable.Range(b.DeleteStartA, b.DeleteCountA)));
        var fresh = Marked(words.PiecesNew, words.DiffBlocks.SelectMany(b => Enumerable.Range(b.InsertStartB, b.InsertCountB)));
        var same = old.Where(p => !p.Changed).Sum(p => p.Text.Trim().Length);
        return same < LeastAlike * Math.Max(before.Trim().Length, now.Trim().Length)
            ? ([new DiffPiece(before, false)], [new DiffPiece(now, false)])
            : (old, fresh);
    }

    private static List<DiffPiece> Marked(IReadOnlyList<string> pieces, IEnumerable<int> changed)
    {
        var marks = changed.ToHashSet();
        var result = new List<DiffPiece>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (result.Count > 0 && result[^1].Changed == marks.Contains(i))
                result[^1] = result[^1] with { Text = result[^1].Text + pieces[i] };
            else
                result.Add(new DiffPiece(pieces[i], marks.Contains(i)));
        }

        return result;
    }

    private static string Normal(string text) => Fingerprint.WithLineFeeds(text).TrimEnd('\n');

    [GeneratedRegex(@"\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    /// <summary>Words, runs of blanks, and each other character by itself.</summary>
    private sealed partial class WordsOfCode : IChunker
    {
        public static readonly WordsOfCode Instance = new();

        public IReadOnlyList<string> Chunk(string text) => [.. Pieces().Matches(text).Select(m => m.Value)];

        [GeneratedRegex(@"\w+|\s+|[^\w\s]", RegexOptions.NonBacktracking)]
        private static partial Regex Pieces();
    }
}
