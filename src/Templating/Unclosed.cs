namespace PlanRunner.Templating;

/// <summary>What a template opens and does not close, which Scriban reports only where it misses the end.</summary>
internal static class Unclosed
{
    private static readonly HashSet<string> Openers = ["if", "for", "while", "case", "capture", "func", "with", "tablerow", "wrap"];

    /// <summary>The place of a <c>{{</c> in whose code another one is, or that nothing closes.</summary>
    public static TemplateError? Code(string text, string? source, IReadOnlyList<Token> tokens, IReadOnlyList<TemplateCode> blocks)
    {
        if (blocks is [.., { IsOpen: true } last])
            return Told(last.Start, "Close it with }}.");
        var strings = tokens
            .Where(token =>
                token.Type
                    is TokenType.String
                        or TokenType.VerbatimString
                        or TokenType.InterpolatedString
                        or TokenType.BeginInterpolatedString
            )
            .ToList();
        foreach (var block in blocks)
        {
            for (var at = block.Start + 2; (at = text.IndexOf("{{", at, block.End - at, StringComparison.Ordinal)) >= 0; at += 2)
            {
                // What opens with {{{ is code that begins with a map.
                if (at > block.Start + 2 && !strings.Exists(token => at > token.Start.Offset && at < token.End.Offset))
                    return Told(block.Start, "Close it with }} before the next {{.");
            }
        }

        return null;

        TemplateError Told(int start, string help) => new("The code block is not closed", start, 2, help, source);
    }

    /// <summary>The words that begin a block without an end.</summary>
    public static IEnumerable<TemplateError> Blocks(string text, string? source, IReadOnlyList<Token> tokens)
    {
        var open = new Stack<Token>();
        var begins = true;
        var behindDot = false;
        foreach (var token in tokens)
        {
            var word = token.Type == TokenType.Identifier && !behindDot ? token.GetText(text) : "";
            if (word == "do" || (begins && Openers.Contains(word)))
                open.Push(token);
            else if (begins && word == "end")
                open.TryPop(out _);
            begins = token.Type is TokenType.CodeEnter or TokenType.NewLine or TokenType.SemiColon;
            behindDot = token.Type is TokenType.Dot or TokenType.QuestionDot;
        }

        return open.Reverse()
            .Select(token =>
            {
                var word = token.GetText(text);
                var remedy = $"Write {{{{ end }}}} where the {word} ends.";
                return new TemplateError($"The {word} that begins here is not closed", token.Start.Offset, word.Length, remedy, source);
            });
    }
}
