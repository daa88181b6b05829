using System.Text;

namespace PlanRunner.Quoting;

/// <summary>Here-documents: what is behind &lt;&lt;, and the lines from the next one on.</summary>
internal sealed partial class ShellLexer
{
    private void HereOperator(ShellContext context)
    {
        Take(context, 2);
        var tabs = Peek() == '-';
        if (tabs)
            Take(context);
        while (Peek() is ' ' or '\t')
            Take(Within(context, ShellContext.Delimiter));
        var word = new StringBuilder();
        var quoted = false;
        while (More && !IsOperator(text[at]) && text[at] is not (' ' or '\t'))
        {
            var c = text[at];
            quoted |= c is '\'' or '"' or '\\';
            if (c is '$' or '`' || (c == '\\' && Peek(1) == '\n'))
                GiveUp();
            else if (c is '\'' or '"')
                DelimiterPart(c, word, context);
            else
            {
                if (c == '\\')
                    Take(Within(context, ShellContext.Delimiter));
                if (at < text.Length)
                    word.Append(text[at]);
                Take(Within(context, ShellContext.Delimiter));
            }
        }

        pending.Enqueue(new HereDelimiter(word.ToString(), quoted, tabs));
    }

    private void DelimiterPart(char quote, StringBuilder word, ShellContext context)
    {
        var close = text.IndexOf(quote, at + 1);
        if (close < 0 || text.AsSpan(at + 1, close - at - 1).IndexOfAny("\\$`\n") >= 0)
        {
            Take(Within(context, ShellContext.Delimiter));
            GiveUp();
            return;
        }

        word.Append(text, at + 1, close - at - 1);
        Take(Within(context, ShellContext.Delimiter), close + 1 - at);
    }

    private void HereDocuments()
    {
        while (More && pending.TryDequeue(out var delimiter))
        {
            var ended = false;
            while (!ended && at < text.Length)
            {
                var end = LineEnd(delimiter.Quoted);
                var line = text.AsSpan(at, end - at).TrimEnd('\n');
                ended = (delimiter.Tabs ? line.TrimStart('\t') : line).SequenceEqual(delimiter.Word);
                // Whether a delimiter counts to which a line was joined is a matter of taste.
                if (line.Contains("\\\n", StringComparison.Ordinal) && line.EndsWith(delimiter.Word, StringComparison.Ordinal))
                    GiveUp();
                Take(ShellContext.HereDocument, end - at);
            }

            // At the end of the text it ends without its delimiter.
            if (!ended)
                GiveUp();
        }
    }

    // In a here-document whose delimiter is not quoted, a backslash takes the line break away.
    private int LineEnd(bool quoted)
    {
        for (var end = at; ; end++)
        {
            if (end >= text.Length)
                return text.Length;
            if (text[end] == '\\' && !quoted)
                end++;
            else if (text[end] == '\n')
                return end + 1;
        }
    }

    private readonly record struct HereDelimiter(string Word, bool Quoted, bool Tabs);
}
