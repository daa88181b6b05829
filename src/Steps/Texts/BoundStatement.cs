using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Lexing;
using PlanRunner.Sql.Rules;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>
/// A statement as it is sent: every declared <c>:name</c> replaced by <c>CAST($n AS type)</c>, its values beside it, and the way
/// back from a position in the sent text to one in the plan. Values never become text of the statement.
/// </summary>
internal sealed partial class BoundStatement
{
    private readonly List<(int Sent, int SentLength, int Original, int NameLength)> replaced = [];

    private BoundStatement(SqlStatement statement) => Statement = statement;

    public SqlStatement Statement { get; }

    /// <summary>Holds secrets where the statement does.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>For $1, $2 …, as text of unknown type.</summary>
    public IReadOnlyList<string> Values { get; private set; } = [];

    public static BoundStatement Of(SqlStatement statement, IReadOnlyDictionary<string, CapturedValue> parameters)
    {
        var bound = new BoundStatement(statement);
        var text = statement.Text;
        if (parameters.Count == 0)
        {
            bound.Sql = text;
            return bound;
        }

        var sql = new StringBuilder(text.Length + 32);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new List<string>();
        var copied = 0;
        foreach (var (name, offset) in ParameterPlacement.Find(statement))
        {
            if (!parameters.TryGetValue(name, out var value))
                continue;
            if (!numbers.TryGetValue(name, out var number))
            {
                values.Add(value.Text);
                numbers.Add(name, number = values.Count);
            }

            sql.Append(text, copied, offset - copied);
            var cast = string.Create(CultureInfo.InvariantCulture, $"CAST(${number} AS {TypeNames.Checked(value.Type)})");
            bound.replaced.Add((sql.Length, cast.Length, offset, name.Length + 1));
            sql.Append(cast);
            copied = offset + 1 + name.Length;
        }

        bound.Sql = sql.Append(text, copied, text.Length - copied).ToString();
        bound.Values = values;
        return bound;
    }

    /// <summary>The place in the plan of a position that the server told: 1-based, in characters of the sent text.</summary>
    public Place PlaceAt(int position)
    {
        var sent = Units(position - 1);
        var original = sent;
        foreach (var (start, length, offset, nameLength) in replaced)
        {
            if (sent < start)
                break;
            if (sent < start + length)
            {
                original = offset;
                break;
            }

            original = offset + nameLength + (sent - (start + length));
        }

        return Statement.Source.PlaceAt(Statement.Start + Math.Clamp(original, 0, Statement.Length), TokenLength(original));
    }

    /// <summary>The place of a row that the server refused, by its line as it counts them; null where it told none.</summary>
    public Place? PlaceOfRow(string? context)
    {
        if (Statement.Rows is not { } rows || context is null || LineOfRow(context) is not { } line)
            return null;
        var text = Statement.Source.Text;
        var at = rows.OffsetOfLine(text, line);
        var length = text.IndexOf('\n', at, rows.End - at) is var end and >= 0 ? end - at : rows.End - at;
        return Statement.Source.PlaceAt(at, Math.Max(1, length));
    }

    // COPY t, line 3, column a: in any language, the number behind the table's name, which may be any text. What a trigger copies
    // itself is above.
    private long? LineOfRow(string context)
    {
        var words = Statement.Words;
        var at = 1;
        var begin = ObjectName.Read(words, ref at) is null ? "COPY " : $"COPY {words.Name(at - 1)}, ";
        var start = ('\n' + context).LastIndexOf('\n' + begin, StringComparison.Ordinal);
        return
            start >= 0
            && long.TryParse(
                LineNumber().Match(context, start + begin.Length).Groups["line"].Value,
                CultureInfo.InvariantCulture,
                out var line
            )
            ? line
            : null;
    }

    [GeneratedRegex(
        @"\G\p{L}+ (?<line>[0-9]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex LineNumber();

    // Postgres counts characters, .NET counts UTF-16 units.
    private int Units(int characters)
    {
        var units = 0;
        while (characters-- > 0 && units < Sql.Length)
            units += char.IsHighSurrogate(Sql[units]) && units + 1 < Sql.Length ? 2 : 1;
        return units;
    }

    private int TokenLength(int offset)
    {
        var text = Statement.Source.Text;
        var at = Statement.Start + offset;
        var length = 0;
        while (at + length < text.Length && offset + length < Statement.Length && SqlLexer.IsNamePart(text[at + length]))
            length++;
        return Math.Max(1, length);
    }
}
