using PlanRunner.Source;
using PlanRunner.Sql;
using PlanRunner.Steps.Contract;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres;
using PlanRunner.Steps.Results;
using PlanRunner.Steps.Texts;

namespace PlanRunner.Steps.Kinds;

/// <summary>The read-only question that checks and reads are made of: one statement on one connection.</summary>
internal sealed record Question(string Connection, RenderedText Text, SqlStatement Statement)
{
    public Place Place => Statement.Place;

    public static Question? Render(
        ConnectionReference? on,
        TextSlot? text,
        IReadOnlyDictionary<string, CaptureReference> parameters,
        RenderScope scope
    ) =>
        on is not null && text is not null && StatementTexts.RenderQuestion(text, parameters, scope) is var (rendered, statement)
            ? new Question(on.Name, rendered, statement)
            : null;

    /// <summary>Asks in a READ ONLY transaction of its own.</summary>
    /// <param name="context">The step.</param>
    /// <param name="settings">Of the session.</param>
    /// <param name="keep">How many rows to keep; the others are counted.</param>
    /// <param name="use">What to make of the result while its session is open.</param>
    /// <param name="cancellationToken">Sends a cancel request.</param>
    public async Task<T> AskAsync<T>(
        StepContext context,
        IReadOnlyDictionary<string, string> settings,
        int keep,
        Func<Session, QueryResult, Task<T>> use,
        CancellationToken cancellationToken
    )
    {
        await using var session = await context.Sessions.OpenAsync(
            Connection,
            context.Path,
            PortableText.Passed(settings),
            context.Timeout,
            context.Tell,
            cancellationToken
        );
        await session.BeginAsync(readOnly: true, cancellationToken);
        var result = await session.RunAsync(BoundStatement.Of(Statement, context.Parameters), keep, cancellationToken);
        var made = await use(session, result);
        await session.RollbackAsync();
        return made;
    }
}
