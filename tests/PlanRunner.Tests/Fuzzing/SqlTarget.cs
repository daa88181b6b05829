using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Texts;
using PlanRunner.Tests.Postgres;

namespace PlanRunner.Tests.Fuzzing;

/// <summary>A text of SQL: split, classified, its parameters found and bound.</summary>
internal sealed class SqlTarget : FuzzTarget
{
    private static readonly Dictionary<string, CapturedValue> Values = new(StringComparer.Ordinal)
    {
        ["n"] = new("integer", "5"),
        ["a"] = new("text", "x"),
    };

    public override IReadOnlyList<FuzzCase> Corpus { get; } = [.. Fuzzing.Corpus.Sql.Select(text => new FuzzCase(text))];

    public override IReadOnlyList<string> Fragments => Fuzzing.Fragments.Sql;

    public override string Run(FuzzCase fuzzCase)
    {
        var diagnostics = new Diagnostics();
        var statements = StatementSplitter.Split(SqlTexts.Of(fuzzCase.Text), diagnostics);
        var clean = !diagnostics.HasErrors;
        var reached = 0;
        foreach (var statement in statements)
        {
            if (statement.Start < reached || statement.Length < 1 || statement.Start + statement.Length > fuzzCase.Text.Length)
                throw new FuzzFailureException("a statement is out of range", $"{statement.Start}+{statement.Length} after {reached}");
            if (clean)
                CheckGap(fuzzCase.Text[reached..statement.Start]);
            CheckAlone(statement);
            reached = statement.Start + statement.Length;
            Bind(statement);
        }

        if (clean)
            CheckGap(fuzzCase.Text[reached..]);
        ParameterPlacement.Check(statements, new Dictionary<string, CaptureReference>(), diagnostics);
        return $"{Told.Check(diagnostics)} {string.Join(' ', statements.Select(s => s.Class).Select(c => $"{c.Command}{c.TransactionForbidden}{c.ReadOnly}{c.RollbackSafe}").Distinct(StringComparer.Ordinal).Take(4))}";
    }

    // What is in no statement is blanks, comments and semicolons, so nothing of the text is lost.
    private static void CheckGap(string gap)
    {
        if (StatementSplitter.Split(SqlTexts.Of(gap), []).Count > 0)
            throw new FuzzFailureException("text is in no statement", gap);
    }

    private static void CheckAlone(SqlStatement statement)
    {
        var diagnostics = new Diagnostics();
        var alone = StatementSplitter.Split(SqlTexts.Of(statement.Text), diagnostics);
        if (alone.Count != 1 || alone[0].Text != statement.Text || alone[0].Class.Command != statement.Class.Command)
            throw new FuzzFailureException(
                "a statement alone is another",
                $"{statement.Text} → {string.Join(" | ", alone.Select(s => s.Text))} {string.Join(' ', diagnostics)}"
            );
    }

    private static void Bind(SqlStatement statement)
    {
        var bound = BoundStatement.Of(statement, Values);
        for (var position = 0; position <= Math.Min(bound.Sql.Length + 1, 40); position++)
        {
            var place = bound.PlaceAt(position);
            if (
                place.Line < 1
                || place.Line > place.Source.LineCount
                || place.Column < 1
                || place.Column > place.Source.Line(place.Line).Length + 2
            )
                throw new FuzzFailureException("a position of the server leads out of the text", $"{position} of {bound.Sql}: {place}");
        }
    }
}
