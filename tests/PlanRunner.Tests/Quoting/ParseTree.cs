using System.Globalization;
using System.Text;

namespace PlanRunner.Tests.Quoting;

/// <summary>
/// What Postgres made of a statement, as debug_print_parse shows it: https://github.com/postgres/postgres/blob/master/src/backend/nodes/outfuncs.c.
/// </summary>
internal static class ParseTree
{
    private static readonly string[] Positions = [":location", ":stmt_location", ":stmt_len"];

    /// <summary>The words of a tree, positions left out; names with their escapes taken away, and all blanks in them alike, as the display breaks lines at any.</summary>
    public static List<string> Words(string tree)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < tree.Length; i++)
        {
            var c = tree[i];
            if (c == '\\' && i + 1 < tree.Length)
                word.Append(tree[++i] is ' ' or '\n' or '\t' ? ' ' : tree[i]);
            else if (c is ' ' or '\n' or '\t')
                End();
            else if (c is '{' or '}' or '(' or ')')
            {
                End();
                words.Add(c.ToString());
            }
            else
                word.Append(c);
        }

        End();
        return Values(words);

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    // Constants become one word each: their type and the text or number that they are.
    private static List<string> Values(List<string> words)
    {
        var result = new List<string>(words.Count);
        var type = "";
        for (var i = 0; i < words.Count; i++)
        {
            if (Positions.Contains(words[i], StringComparer.Ordinal))
            {
                i++;
                continue;
            }

            if (words[i] == ":consttype")
                type = words[i + 1];
            result.Add(words[i]);
            if (words[i] != ":constvalue" || words[i + 1] == "<>")
                continue;
            var close = words.IndexOf("]", i);
            result.Add(Value(type, words.GetRange(i + 3, close - i - 3)));
            i = close;
        }

        return result;
    }

    private static string Value(string type, List<string> bytes)
    {
        var all = bytes.Select(b => (byte)int.Parse(b, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToArray();
        return type switch
        {
            "25" or "1042" or "1043" => "text " + Encoding.UTF8.GetString(all, 4, all.Length - 4),
            "705" => "text " + Encoding.UTF8.GetString(all, 0, all.Length - 1),
            "23" => "number " + BitConverter.ToInt32(all, 0).ToString(CultureInfo.InvariantCulture),
            "20" => "number " + BitConverter.ToInt64(all, 0).ToString(CultureInfo.InvariantCulture),
            "16" or "1700" or "701" => "some",
            _ => "bytes " + string.Join(' ', bytes),
        };
    }
}
