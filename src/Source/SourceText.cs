namespace PlanRunner.Source;

/// <summary>A file as it was read: its path as people should see it, and its text with the start of every line.</summary>
internal sealed class SourceText : ITextOrigin
{
    private readonly Lazy<int[]> lineStarts;
    private int lastLine;
    private LineText? lastText;

    public SourceText(string path, string text)
    {
        Path = path;
        Text = text;
        lineStarts = new Lazy<int[]>(() => FindLineStarts(text));
    }

    public string Path { get; }

    public string Text { get; }

    public int LineCount => lineStarts.Value.Length;

    /// <summary>The text of a line (1-based) without its line ending.</summary>
    public string Line(int line)
    {
        if (line < 1 || line > lineStarts.Value.Length)
            return "";
        // A long line with thousands of mistakes in it is asked for with each of them.
        if (lastText is { } known && known.Number == line)
            return known.Text;
        var text = new LineText(line, Text[lineStarts.Value[line - 1]..LineEnd(line - 1)]);
        lastText = text;
        return text.Text;
    }

    /// <summary>The offset at which a line (1-based) begins.</summary>
    public int LineStart(int line) => lineStarts.Value[Math.Clamp(line - 1, 0, lineStarts.Value.Length - 1)];

    /// <summary>The place of an offset; it never leaves its line, and a line's ending is the one place behind its text.</summary>
    public Place PlaceAt(int offset, int length = 1)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var index = LineIndex(lineStarts.Value, offset);
        var end = LineEnd(index);
        offset = Math.Min(offset, end);
        return new Place(this, index + 1, offset - lineStarts.Value[index] + 1, Math.Max(1, Math.Min(length, end - offset)));
    }

    // Where the text of a line (0-based) ends, before its line ending.
    private int LineEnd(int index)
    {
        var starts = lineStarts.Value;
        if (index + 1 == starts.Length)
            return Text.Length;
        var end = starts[index + 1] - 1;
        return end > starts[index] && Text[end - 1] == '\r' ? end - 1 : end;
    }

    // Places are mostly asked for from top to bottom, so the line asked for last, or the next, is usually the one.
    private int LineIndex(int[] starts, int offset)
    {
        var first = lastLine;
        for (var index = first; index < Math.Min(starts.Length, first + 2); index++)
        {
            if (starts[index] <= offset && (index + 1 == starts.Length || offset < starts[index + 1]))
                return lastLine = index;
        }

        var found = Array.BinarySearch(starts, offset);
        return lastLine = found < 0 ? ~found - 1 : found;
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
                starts.Add(i + 1);
        }

        return [.. starts];
    }

    // One object, so that who reads it beside who sets it never sees one line's number with another's text.
    private sealed record LineText(int Number, string Text);
}
