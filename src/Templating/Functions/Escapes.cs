using System.Text;

namespace PlanRunner.Templating.Functions;

/// <summary>Writes characters as the escape sequences of a quoted string.</summary>
internal static class Escapes
{
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '\\': escaped.Append(@"\\"); break;
                case '"': escaped.Append("\\\""); break;
                case '\n': escaped.Append(@"\n"); break;
                case '\r': escaped.Append(@"\r"); break;
                case '\t': escaped.Append(@"\t"); break;
                case '\b': escaped.Append(@"\b"); break;
                case '\f': escaped.Append(@"\f"); break;
                case < ' ': escaped.Append($"\\u{(int)letter:x4}"); break;
                default: escaped.Append(letter); break;
            }
        }

        return escaped.ToString();
    }
}
