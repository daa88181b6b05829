using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PlanRunner.Tests.Repository;

/// <summary>What people read of a C# file: its comments and the texts of its strings, each in its line.</summary>
internal static class ReadableText
{
    // Between words of which one is code.
    private const char Code = '\u0001';

    public static string OfSource(string source)
    {
        var text = new string(Code, source.Length).ToCharArray();
        for (var i = 0; i < source.Length; i++)
        {
            if (char.IsWhiteSpace(source[i]))
                text[i] = source[i];
        }

        foreach (var token in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens(descendIntoTrivia: false))
        {
            foreach (var trivia in token.LeadingTrivia.Concat(token.TrailingTrivia).Where(IsComment))
                source.CopyTo(trivia.FullSpan.Start, text, trivia.FullSpan.Start, trivia.FullSpan.Length);
            if (token.Kind() is SyntaxKind.InterpolatedStringTextToken)
                source.CopyTo(token.SpanStart, text, token.SpanStart, token.Span.Length);
            else if (token.RawKind is (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.MultiLineRawStringLiteralToken)
                Quoted(source, token, text);
            else if (
                token.Kind() is SyntaxKind.PlusToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            )
                text.AsSpan(token.SpanStart, token.Span.Length).Fill(' ');
        }

        return new string(text);
    }

    // Without its quotes, so that a text goes on from one part of a sum to the next.
    private static void Quoted(string source, SyntaxToken token, char[] text)
    {
        source.CopyTo(token.SpanStart, text, token.SpanStart, token.Span.Length);
        text[token.SpanStart] = ' ';
        text[token.Span.End - 1] = ' ';
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind()
            is SyntaxKind.SingleLineCommentTrivia
                or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia;
}
