using YamlDotNet.Core;

namespace PlanRunner.Source;

/// <summary>Explains an error of the YAML parser in plain words.</summary>
internal static class YamlSyntax
{
    public static Diagnostic Explain(YamlException e, SourceText source)
    {
        var place = source.PlaceAt((int)e.Start.Index, (int)Math.Max(1, e.End.Index - e.Start.Index));
        if (e is MaximumRecursionLevelReachedException)
            return Diagnostic.Error("PR1007", "nested too deep", place, "flatten it");
        if (TabIndent(source, place.Line, e.Message.Contains("invalid tab", StringComparison.Ordinal)) is { } tab)
            return Diagnostic.Error("PR1012", "a tab indents this line, and YAML allows only spaces", tab, "indent with spaces");

        var line = source.Line(place.Line);
        place = place with { Length = Math.Max(1, Math.Min(place.Length, line.Length - place.Column + 1)) };
        var (message, help) = Words(e.Message, line, place);
        return Diagnostic.Error("PR1012", message, place, help);
    }

    private static (string Message, string Help) Words(string message, string line, Place place)
    {
        if (Has("found invalid mapping") || Has("mapping values are not allowed"))
            return (
                "a \": \" inside a plain value, or a line indented too far",
                "put the value into quotes, or line the key up with its neighbours"
            );
        if (Has("quoted scalar, found unexpected end"))
            return ("the quote that begins here is never closed", "close it with the same quote");
        if (Has("quoted scalar, found wrong indentation"))
            return ("the quote that begins here is not closed before the next key", "close it with the same quote");
        if (Has("unknown escape character"))
            return ("an escape that YAML does not know in a \"…\" value", "write \\\\ for a backslash, or use single quotes");
        if (Has("cannot start any token") && place.Column <= line.Length)
            return ($"a plain value cannot begin with {line[place.Column - 1]}", "put the value into quotes");
        if (Has("did not find expected '-' indicator"))
            return ("a list item was expected here", "line the \"-\" up with the items above, or indent the key");
        if (Has("did not find expected key"))
            return ("a key was expected here", "check the indentation, and quote a value that begins with a quote, { or [");
        if (Has("did not find expected ',' or"))
            return (
                "a \",\" or the closing bracket is missing",
                "check the brackets of the list or mapping above; quote a text that contains a comma, a quote, { or :, or write it as a block after |"
            );
        if (Has("expected node content"))
            return ("a value was expected here", "check that every [ and { is closed");
        if (Has("could not find expected ':'"))
            return ("a key without its \":\"", "add \": \" after the key, or indent the line under the text that it continues");
        return (
            $"not valid YAML: {char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.')}",
            "check indentation, quotes and brackets near here"
        );

        bool Has(string part) => message.Contains(part, StringComparison.Ordinal);
    }

    // The parser notices a tab late, or names the beginning of the mapping that it spoils.
    private static Place? TabIndent(SourceText source, int line, bool certain)
    {
        for (var number = line; number <= (certain ? source.LineCount : Math.Min(line + 1, source.LineCount)); number++)
        {
            var text = source.Line(number);
            var tab = text.AsSpan().IndexOfAnyExcept(' ');
            if (tab >= 0 && text[tab] == '\t')
                return new Place(source, number, tab + 1);
        }

        return null;
    }
}
