using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Templating.Evaluation;

namespace PlanRunner.Templating.Functions;

/// <summary>The functions of <c>html</c>.</summary>
internal static class HtmlFunctions
{
    private const string Tags = "<script.*?</script>|<!--.*?-->|<style.*?</style>|<.*?>";
    private const string UrlCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=";

    public static TemplateObject Members { get; } = new FunctionGroup("html")
        .Add("escape", "text", (renderer, a) => StringFunctions.Change(renderer, a, text => WebUtility.HtmlEncode(text)))
        .Add("newline_to_br", "text", (renderer, a) => StringFunctions.Change(renderer, a, NewLineToBreak))
        .Add("strip", "text", (renderer, a) => StringFunctions.Change(renderer, a, text => Strip(text, renderer, a)))
        .Add("url_encode", "text", (renderer, a) => StringFunctions.Change(renderer, a, text => WebUtility.UrlEncode(text)))
        .Add("url_escape", "text", (renderer, a) => StringFunctions.Change(renderer, a, UrlEscape))
        .Members;

    private static string NewLineToBreak(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var isSecondHalf = text[index] == '\n' && index > 0 && text[index - 1] == '\r';
            if (text[index] is '\r' or '\n' && !isSecondHalf)
            {
                result.Append("<br />");
            }

            result.Append(text[index]);
        }

        return result.ToString();
    }

    private static string Strip(string text, Renderer renderer, Arguments arguments) =>
        RegexFunctions.Remove(renderer, arguments, text, Tags, RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static string UrlEscape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet < 128 && UrlCharacters.Contains((char)octet, StringComparison.Ordinal))
            {
                result.Append((char)octet);
            }
            else
            {
                result.Append($"%{octet:X2}");
            }
        }

        return result.ToString();
    }
}
