namespace PlanRunner.Quoting;

/// <summary>Characters that neither a server nor a shell can be sent.</summary>
internal static class Unsendable
{
    /// <summary>The first of them in a text, with what it is and why it cannot be sent; null where there is none.</summary>
    public static (int Offset, string What, string Why)? In(string text)
    {
        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
            return (nul, "a NUL character", "Postgres and the shell cannot hold one");
        var half = LoneSurrogate(text);
        return half < 0 ? null : (half, "half of a surrogate pair", "it is not a character and cannot be encoded in UTF-8");
    }

    private static int LoneSurrogate(string text)
    {
        for (var at = 0; text.AsSpan(at).IndexOfAnyInRange('\uD800', '\uDFFF') is var found and >= 0; )
        {
            at += found;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            at += 2;
        }

        return -1;
    }
}
