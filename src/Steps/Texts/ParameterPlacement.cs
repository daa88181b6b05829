using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Sql.Lexing;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>Where <c>:name</c> is in a statement, for the names that params declares.</summary>
internal static class ParameterPlacement
{
    /// <summary>
    /// Reports, before anything runs, a declared parameter that no statement uses, a <c>:name</c> that is not declared, and a
    /// command that takes no parameters.
    /// </summary>
    public static void Check(
        IReadOnlyList<SqlStatement> statements,
        IReadOnlyDictionary<string, CaptureReference> parameters,
        Diagnostics diagnostics
    )
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            foreach (var (name, offset) in Find(statement))
            {
                used.Add(name);
                if (Place(statement, name, offset) is var place && !parameters.ContainsKey(name))
                    diagnostics.Error("PR3301", $":{name} is not a declared parameter (params:)", place, Declared(parameters));
                else if (!TakesParameters(statement))
                    diagnostics.Error(
                        "PR3302",
                        $"{statement.Class.Command} takes no parameters",
                        place,
                        "let a generate step build the statement with format('… %L', :" + name + ")"
                    );
            }
        }

        foreach (var (name, reference) in parameters)
        {
            if (!used.Contains(name))
                diagnostics.Error(
                    "PR3303",
                    $"parameter \"{name}\" is never used",
                    reference.Place,
                    $"write :{name} in the SQL, outside quotes, or remove it from params"
                );
        }
    }

    /// <summary>Each use of a parameter in the statement, with its offset there; the bound of a slice, <c>[1:n]</c>, is none.</summary>
    internal static IEnumerable<(string Name, int Offset)> Find(SqlStatement statement)
    {
        var text = statement.Text;
        var brackets = 0;
        var words = statement.Words;
        for (var i = 0; i < words.Count; i++)
        {
            if (words.IsSymbol(i, '['))
                brackets++;
            else if (words.IsSymbol(i, ']'))
                brackets--;
            else if (words[i].Kind == SqlTokenKind.Parameter && !(brackets > 0 && EndsValue(words, i - 1)))
                yield return (text.Substring(words[i].Start + 1, words[i].Length - 1), words[i].Start);
        }
    }

    // Behind a value, inside brackets, a colon separates the bounds of a slice.
    private static bool EndsValue(StatementTokens words, int index) =>
        index >= 0 && (words[index].Kind != SqlTokenKind.Symbol || words.IsSymbol(index, ')') || words.IsSymbol(index, ']'));

    private static bool TakesParameters(SqlStatement statement) =>
        statement.Class.Command switch
        {
            "SELECT" or "VALUES" or "TABLE" or "WITH" or "INSERT" or "UPDATE" or "DELETE" or "MERGE" or "CALL" or "EXPLAIN" or "DECLARE" =>
                true,
            "CREATE TABLE" or "CREATE MATERIALIZED VIEW" => true,
            _ => false,
        };

    private static Place Place(SqlStatement statement, string name, int offset) =>
        statement.Source.PlaceAt(statement.Start + offset, name.Length + 1);

    private static string Declared(IReadOnlyDictionary<string, CaptureReference> parameters) =>
        parameters.Count == 0
            ? "declare it: params: { name: STEP.COLUMN }"
            : $"declare it in params, or use one of: {string.Join(", ", parameters.Keys.Select(k => ":" + k))}";
}
