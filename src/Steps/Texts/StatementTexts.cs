using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Model;

namespace PlanRunner.Steps.Texts;

/// <summary>Renders a text into checked statements; every mistake goes to the scope's diagnostics, null when there were any.</summary>
internal static class StatementTexts
{
    public static (RenderedText Text, IReadOnlyList<SqlStatement> Statements)? Render(
        TextSlot slot,
        IReadOnlyDictionary<string, CaptureReference> parameters,
        RenderScope scope
    )
    {
        if (slot.Render(scope, TextContext.Sql) is not { } text)
            return null;
        var found = new Diagnostics();
        var statements = StatementSplitter.Split(text, found);
        if (statements.Count == 0 && !found.HasErrors)
            found.Error("PR4110", "there is no statement here", slot.Place, "write the SQL that the step should run");
        else if (!found.HasErrors)
            ParameterPlacement.Check(statements, parameters, found);
        scope.Diagnostics.AddRange(found);
        return found.HasErrors ? null : (text, statements);
    }

    /// <summary>Exactly one statement that only reads.</summary>
    public static (RenderedText Text, SqlStatement Statement)? RenderQuestion(
        TextSlot slot,
        IReadOnlyDictionary<string, CaptureReference> parameters,
        RenderScope scope
    )
    {
        if (Render(slot, parameters, scope) is not var (text, statements))
            return null;
        if (statements.Count > 1)
        {
            scope.Diagnostics.Error(
                "PR3304",
                $"a query must be one statement; there are {statements.Count}",
                statements[1].Place,
                "join them into one query, or split them into steps"
            );
            return null;
        }

        if (statements[0].Class is { ReadOnly: false, Reason: var reason })
        {
            scope.Diagnostics.Error(
                "PR3305",
                $"this must be read-only: {reason}",
                statements[0].Place,
                "use SELECT, VALUES, TABLE or SHOW; changes belong in an sql step"
            );
            return null;
        }

        return (text, statements[0]);
    }

    /// <summary>A <c>done_when</c>, <c>verify</c>, <c>fail_if</c> or <c>progress</c>.</summary>
    public static RenderedProbe? RenderProbe(Probe probe, RenderScope scope) =>
        RenderQuestion(probe.Text, probe.Parameters, scope) is var (_, statement)
            ? new RenderedProbe(probe.On.Name, statement, probe.Parameters)
            : null;
}
