namespace PlanRunner.Source;

/// <summary>
/// Where a scalar is written: from its first character (the quote or the <c>|</c> of a block) up to, not including, its end.
/// YAML's parser reports no more, so the place of a character is found by walking value and source side by side.
/// </summary>
internal readonly record struct ScalarExtent(SourceText Source, int Start, int End, ScalarForm Form)
{
    /// <summary>The stretch to underline when the whole value is meant: all of it, or what is on its first line.</summary>
    public Place Place
    {
        get
        {
            if (Form is ScalarForm.Literal or ScalarForm.Folded)
                return Source.PlaceAt(Start);
            var line = Source.Text.AsSpan(Start, Math.Max(0, End - Start));
            var lineEnd = line.IndexOfAny('\r', '\n');
            return Source.PlaceAt(Start, (lineEnd < 0 ? line : line[..lineEnd]).TrimEnd().Length);
        }
    }

    /// <summary>The place of an offset in the value; exact, save that white space around a folded line break is one place.</summary>
    public Place PlaceAt(string value, int offset, int length)
    {
        offset = Math.Clamp(offset, 0, value.Length);
        var first = SourceOffset(value, offset);
        var last = length > 1 ? SourceOffset(value, Math.Min(value.Length, offset + length) - 1) : first;
        var place = Source.PlaceAt(first);
        var room = Source.Line(place.Line).Length - place.Column + 1;
        return place with { Length = Math.Max(1, Math.Min(room, Math.Max(length, last - first + 1))) };
    }

    private int SourceOffset(string value, int offset) => Form == ScalarForm.Literal ? InLiteral(value, offset) : Aligned(value, offset);

    private int InLiteral(string value, int offset)
    {
        var header = Source.PlaceAt(Start).Line;
        var line = header + 1 + value.AsSpan(0, offset).Count('\n');
        var lineStart = offset == 0 ? 0 : value.LastIndexOf('\n', offset - 1) + 1;
        var inSource = Source.Line(line);
        var lineEnd = value.IndexOf('\n', lineStart);
        var inValue = (lineEnd < 0 ? value.Length : lineEnd) - lineStart;
        // A literal line is its source line less the indent, so the two lengths tell the indent.
        var indent = Math.Max(0, inSource.Length - inValue);
        return Source.LineStart(line) + Math.Min(inSource.Length, (inValue == 0 ? 0 : indent) + offset - lineStart);
    }

    private int Aligned(string value, int offset)
    {
        var text = Source.Text;
        var at = ContentStart();
        var i = 0;
        while (i < offset && at < End)
        {
            if (Form == ScalarForm.DoubleQuoted && text[at] == '\\' && at + 1 < End)
            {
                var (width, makes) = Escape(text, at);
                if (i + makes > offset)
                    return at;
                (at, i) = (at + width, i + makes);
                if (makes == 0)
                    at = SkipWhite(text, at, End);
            }
            else if (text[at] == value[i] && !char.IsWhiteSpace(value[i]))
            {
                at += Form == ScalarForm.SingleQuoted && text[at] == '\'' ? 2 : 1;
                i++;
            }
            else if (char.IsWhiteSpace(text[at]) || char.IsWhiteSpace(value[i]))
            {
                (at, i) = OverWhite(text, at, value, i, offset);
            }
            else
            {
                break;
            }
        }

        return Math.Min(at, Math.Max(Start, End - 1));
    }

    private (int At, int Index) OverWhite(string text, int at, string value, int i, int offset)
    {
        var nextInValue = SkipWhite(value, i, value.Length);
        var nextInText = SkipWhite(text, at, End);
        var sameWidth = nextInValue - i == nextInText - at && text.AsSpan(at, nextInText - at).IndexOfAny('\r', '\n') < 0;
        if (offset >= nextInValue)
            return (nextInText, nextInValue);
        return (sameWidth ? at + offset - i : at, offset);
    }

    private int ContentStart() =>
        Form switch
        {
            ScalarForm.SingleQuoted or ScalarForm.DoubleQuoted => Start + 1,
            ScalarForm.Folded => SkipWhite(Source.Text, Math.Max(Start, Source.Text.IndexOf('\n', Start)), End),
            _ => Start,
        };

    private static (int Width, int Makes) Escape(string text, int at) =>
        text[at + 1] switch
        {
            'x' => (4, 1),
            'u' => (6, 1),
            'U' => (10, at + 6 <= text.Length && text.AsSpan(at + 2, 4) is "0000" ? 1 : 2),
            '\r' or '\n' => (1, 0),
            _ => (2, 1),
        };

    private static int SkipWhite(string text, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
