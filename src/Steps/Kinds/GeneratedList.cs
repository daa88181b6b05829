using System.Globalization;
using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Results;
using PlanRunner.Templating;

namespace PlanRunner.Steps.Kinds;

/// <summary>The list of a generate: read from the database, or the journaled one of an attempt that was interrupted.</summary>
internal static class GeneratedList
{
    /// <summary>The list to walk. A new one is journaled before this returns.</summary>
    public static async Task<(IReadOnlyList<GeneratedItem> Items, Diagnostic? Wrong)> TakeAsync(
        StepContext context,
        Question question,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        if (context.Listed is not { } journaled)
        {
            var (read, mistake) = await ReadAsync(context, question, settings, cancellationToken);
            if (mistake is null)
                context.Journal.Listed([.. read.Select(i => i.Listed)]);
            return (read, mistake);
        }

        if (!journaled.Any(j => j.Statement.HoldsSecret && j.Progress != ItemProgress.Done))
            return Resume(journaled, question, context.Redactor, j => j.Statement.Text);
        // The journal holds secrets by name only: the database must give the very same statements once more.
        var (now, wrong) = await ReadAsync(context, question, settings, cancellationToken);
        if (wrong is not null)
            return ([], wrong);
        var byKey = now.ToDictionary(i => i.Listed.Key, StringComparer.Ordinal);
        foreach (var item in journaled)
        {
            if (
                item.Statement.HoldsSecret
                && item.Progress != ItemProgress.Done
                && byKey.GetValueOrDefault(item.Statement.Key)?.Listed.Fingerprint != item.Statement.Fingerprint
            )
                return (
                    [],
                    Diagnostic.Error(
                        "PR6133",
                        $"statement \"{item.Statement.Key}\" holds a secret, and the database no longer gives the statement that was begun",
                        question.Place,
                        "resolve the step: planrunner resolve"
                    )
                );
        }

        return Resume(
            journaled,
            question,
            context.Redactor,
            j => byKey.TryGetValue(j.Statement.Key, out var same) ? same.Statement.Text : j.Statement.Text
        );
    }

    public static Task<(IReadOnlyList<GeneratedItem> Items, Diagnostic? Wrong)> ReadAsync(
        StepContext context,
        Question question,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    ) =>
        question.AskAsync(
            context,
            settings,
            int.MaxValue,
            (_, result) => Task.FromResult(Read(result, question, context.Redactor)),
            cancellationToken
        );

    /// <summary>What was listed, as statements to look at: they hold secrets by name only.</summary>
    public static IReadOnlyList<SqlStatement> Statements(IReadOnlyList<ListedStatement> listed, Question question) =>
        [.. listed.SelectMany(item => StatementSplitter.Split(Generated(item.Text, question), []))];

    private static RenderedText Generated(string text, Question question) =>
        new([new Segment(text, null, 0, 1, Verbatim: false)], new GeneratedOrigin(question.Place));

    private static (IReadOnlyList<GeneratedItem> Items, Diagnostic? Wrong) Read(QueryResult result, Question question, Redactor redactor)
    {
        var sql = result.Find("sql");
        var key = result.Find("key");
        if (sql < 0)
            return Wrong(
                "PR6130",
                $"the result has no column \"sql\"; it has {string.Join(", ", result.Columns.Select(c => c.Name))}",
                "name the statement's column with AS sql"
            );
        var items = new List<GeneratedItem>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in result.Rows)
        {
            var number = (items.Count + 1).ToString(CultureInfo.InvariantCulture);
            var name = redactor.Redact(key < 0 ? number : row[key] ?? "");
            if (name.Length == 0 || row[sql] is not { } text)
                return Wrong(
                    "PR6130",
                    $"row {number} has no {(name.Length == 0 ? "key" : "statement")}: it is null or empty",
                    "leave such rows out with WHERE"
                );
            if (!keys.Add(name))
                return Wrong(
                    "PR6131",
                    $"two statements have the key \"{name}\"",
                    "a key identifies one statement; add what distinguishes them"
                );
            if (Parse(name, text, question, redactor, out var statement) is { } wrong)
                return ([], wrong);
            var shown = redactor.Redact(text);
            items.Add(new GeneratedItem(ListedStatement.Of(name, text, shown), statement!, ItemProgress.Pending, null));
        }

        return (items, null);

        (IReadOnlyList<GeneratedItem> Items, Diagnostic? Wrong) Wrong(string id, string message, string help) =>
            ([], Diagnostic.Error(id, message, question.Place, help));
    }

    private static (IReadOnlyList<GeneratedItem> Items, Diagnostic? Wrong) Resume(
        IReadOnlyList<ListedItemState> journaled,
        Question question,
        Redactor redactor,
        Func<ListedItemState, string> textOf
    )
    {
        var items = new List<GeneratedItem>();
        foreach (var item in journaled)
        {
            if (Parse(item.Statement.Key, textOf(item), question, redactor, out var statement) is { } wrong)
                return ([], wrong);
            items.Add(new GeneratedItem(item.Statement, statement!, item.Progress, item.Committing));
        }

        return (items, null);
    }

    /// <summary>Generated text goes through the same splitter; its mistakes point at the query that made it.</summary>
    private static Diagnostic? Parse(string key, string text, Question question, Redactor redactor, out SqlStatement? statement)
    {
        var found = new Diagnostics();
        var statements = StatementSplitter.Split(Generated(text, question), found);
        statement = statements.Count == 1 ? statements[0] : null;
        if (found.FirstOrDefault(d => d.Severity == Severity.Error) is { } mistake)
            return mistake with { Message = $"in the generated statement \"{key}\": {mistake.Message}", Detail = redactor.Redact(text) };
        return statement is not null
            ? null
            : Diagnostic.Error(
                "PR6132",
                $"row \"{key}\" holds {statements.Count} statements",
                question.Place,
                "each row is exactly one statement"
            ) with
            {
                Detail = redactor.Redact(text),
            };
    }

    private sealed class GeneratedOrigin(Place place) : ITextOrigin
    {
        public Place PlaceAt(int offset, int length = 1) => place;
    }
}
