using PlanRunner.Source;
using PlanRunner.Steps.Model;
using PlanRunner.Steps.Postgres.Failures;

namespace PlanRunner.Steps.Postgres.Markers;

/// <summary>
/// Markers inside the databases that ask for them (<c>markers: database</c>): a row in <c>planrunner.marker</c>, written by the
/// step's own transaction, so that step and marker are committed together, whatever happens to the state file, the server or its
/// timeline. Each run takes the next epoch; a transaction of a run that was taken over finds another one and commits nothing.
/// </summary>
internal sealed class DatabaseMarkers
{
    private const string Whole = "";

    // A frozen database is read-only by default, and thawing it takes a run.
    private static readonly KeyValuePair<string, string> Writing = new("default_transaction_read_only", "off");

    private readonly string plan;
    private readonly string environment;
    private readonly MarkerOwner owner;
    private readonly Dictionary<string, string> epochs = new(StringComparer.Ordinal);

    private DatabaseMarkers(string plan, string environment, MarkerOwner owner)
    {
        this.plan = plan;
        this.environment = environment;
        this.owner = owner;
    }

    /// <summary>The existing markers, of every connection that has them.</summary>
    public IReadOnlyList<MarkerRow> Found { get; private set; } = [];

    public bool Covers(string connection) => epochs.ContainsKey(connection);

    /// <summary>
    /// Takes the next epoch on every connection with markers, and reads what is there. A transaction of another run that is about
    /// to commit is waited for, as long as <paramref name="patience"/>.
    /// </summary>
    /// <exception cref="PostgresFailureException">A server cannot be reached, or refuses the tables.</exception>
    public static async Task<DatabaseMarkers> TakeOverAsync(
        Sessions sessions,
        string environment,
        MarkerOwner owner,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var markers = new DatabaseMarkers(sessions.Plan, environment, owner);
        var found = new List<MarkerRow>();
        foreach (var connection in sessions.Connections.Values.Where(c => c.Markers))
        {
            var settings = new Dictionary<string, string>([Writing])
            {
                ["lock_timeout"] = $"{Math.Max(1, (long)patience.TotalMilliseconds)}ms",
            };
            await using var session = await sessions.OpenAsync(
                connection.Name,
                new StepPath("markers"),
                settings,
                null,
                null,
                cancellationToken
            );
            if (!await MarkerTables.ExistAsync(session, cancellationToken))
                await MarkerTables.CreateAsync(session, cancellationToken);
            markers.epochs[connection.Name] = await markers.NextEpochAsync(session, cancellationToken);
            found.AddRange(await MarkerTables.ReadAsync(session, markers.plan, environment, cancellationToken));
        }

        markers.Found = [.. found.Where(markers.Counts)];
        return markers;
    }

    /// <summary>The existing markers, read-only.</summary>
    /// <exception cref="PostgresFailureException">A server cannot be reached.</exception>
    public static async Task<IReadOnlyList<MarkerRow>> ReadAsync(
        Sessions sessions,
        string environment,
        MarkerOwner owner,
        CancellationToken cancellationToken
    )
    {
        var markers = new DatabaseMarkers(sessions.Plan, environment, owner);
        var found = new List<MarkerRow>();
        foreach (var connection in sessions.Connections.Values.Where(c => c.Markers))
        {
            await using var session = await sessions.OpenAsync(
                connection.Name,
                new StepPath("markers"),
                new Dictionary<string, string>(),
                null,
                null,
                cancellationToken
            );
            if (await MarkerTables.ExistAsync(session, cancellationToken))
                found.AddRange(await MarkerTables.ReadAsync(session, sessions.Plan, environment, cancellationToken));
        }

        return [.. found.Where(markers.Counts)];
    }

    /// <summary>Moves markers to other paths if that was not done yet, with what was found with them.</summary>
    public async Task MoveAsync(Sessions sessions, IReadOnlyList<MarkerMoves> moves, CancellationToken cancellationToken)
    {
        foreach (var move in moves.Where(move => move.Names.Count > 0))
        {
            foreach (
                var connection in epochs.Keys.Where(name => !Found.Any(row => row.Connection == name && !row.IsStep && row.Item == move.Id))
            )
            {
                await using var session = await sessions.OpenAsync(
                    connection,
                    new StepPath("markers"),
                    new Dictionary<string, string>([Writing]),
                    null,
                    null,
                    cancellationToken
                );
                await MarkerTables.MoveAsync(session, plan, environment, owner, move, cancellationToken);
            }
        }

        Found = MarkerRow.Moved(Found, moves);
    }

    /// <summary>Refuses where another run took over since; run before what cannot be in a transaction.</summary>
    /// <exception cref="OvertakenException">Another run did.</exception>
    public async Task CheckAsync(Sessions sessions, StepPath step, CancellationToken cancellationToken)
    {
        foreach (var connection in epochs.Keys)
        {
            await using var session = await sessions.OpenAsync(
                connection,
                step,
                new Dictionary<string, string>(),
                null,
                null,
                cancellationToken
            );
            await CheckAsync(session, "", cancellationToken);
        }
    }

    /// <summary>
    /// First in a step's transaction: claims its marker. The values that were captured where it already exists, of just this
    /// text; then there is nothing to do. Null where the step is to run.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, CapturedValue>?> ClaimAsync(
        Session session,
        StepPath step,
        string? item,
        string fingerprint,
        CancellationToken cancellationToken
    )
    {
        await AsOurselvesAsync(session, async () => await CheckAsync(session, " FOR SHARE", cancellationToken), cancellationToken);
        IReadOnlyDictionary<string, CapturedValue>? before = null;
        await AsOurselvesAsync(
            session,
            async () =>
            {
                var claimed = await session.RunAsync(
                    "INSERT INTO planrunner.marker (plan, environment, step, item, lineage, run, fingerprint) VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text) ON CONFLICT DO NOTHING RETURNING 1",
                    [plan, environment, step.Value, item ?? Whole, owner.Lineage, owner.Run, fingerprint],
                    1,
                    cancellationToken
                );
                if (
                    claimed.Rows.Count == 0
                    && await MarkerTables.FindAsync(session, plan, environment, step, item ?? Whole, cancellationToken) is { } row
                    && Counts(row)
                    && row.Fingerprint == fingerprint
                )
                    before = row.Captured;
            },
            cancellationToken
        );
        return before;
    }

    /// <summary>Last in a step's transaction: what distinguishes this attempt from others, and what it captured.</summary>
    internal Task KeepAsync(
        Session session,
        StepPath step,
        CommitPoint point,
        string? item,
        string fingerprint,
        IReadOnlyDictionary<string, CapturedValue> captured,
        CancellationToken cancellationToken
    ) =>
        AsOurselvesAsync(
            session,
            () =>
                session.RunAsync(
                    "UPDATE planrunner.marker SET xid = $5::text, captured = $6::jsonb, lineage = $7::text, run = $8::text, fingerprint = $9::text, done_at = pg_catalog.now() WHERE plan = $1::text AND environment = $2::text AND step = $3::text AND item = $4::text",
                    [
                        plan,
                        environment,
                        step.Value,
                        item ?? Whole,
                        point.Xid,
                        MarkerRow.Write(captured),
                        owner.Lineage,
                        owner.Run,
                        fingerprint,
                    ],
                    0,
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>In the transaction of a step's undo: its markers go with its effect.</summary>
    internal async Task RemoveAsync(Session session, StepPath step, CancellationToken cancellationToken)
    {
        await AsOurselvesAsync(session, async () => await CheckAsync(session, " FOR SHARE", cancellationToken), cancellationToken);
        await AsOurselvesAsync(
            session,
            () => MarkerTables.RemoveAsync(session, plan, environment, step, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>What the database itself holds of a step, or of one statement of a generate.</summary>
    internal Task<MarkerRow?> FindAsync(Session session, StepPath step, string? item, CancellationToken cancellationToken) =>
        MarkerTables.FindAsync(session, plan, environment, step, item ?? Whole, cancellationToken);

    /// <summary>After an undo that was in no transaction of ours.</summary>
    public async Task ForgetAsync(Sessions sessions, StepPath step, CancellationToken cancellationToken)
    {
        foreach (var connection in epochs.Keys)
        {
            await using var session = await sessions.OpenAsync(
                connection,
                step,
                new Dictionary<string, string>([Writing]),
                null,
                null,
                cancellationToken
            );
            await MarkerTables.RemoveAsync(session, plan, environment, step, cancellationToken);
        }
    }

    // A state that was started again on purpose has nothing to do with what other lineages did.
    private bool Counts(MarkerRow row) => row.Lineage == owner.Lineage || !owner.Fresh;

    private async Task<string> NextEpochAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            // Another connection of this run may lead to the same database: it is still the one run.
            var taken = await session.RunAsync(
                """
                INSERT INTO planrunner.epoch AS e (plan, environment, epoch, run) VALUES ($1::text, $2::text, 1, $3::text)
                ON CONFLICT (plan, environment) DO UPDATE SET epoch = e.epoch + (e.run <> excluded.run)::integer, run = excluded.run, taken_at = pg_catalog.now() RETURNING epoch
                """,
                [plan, environment, owner.Run],
                1,
                cancellationToken
            );
            return taken.Rows[0][0]!;
        }
        catch (PostgresFailureException e) when (e.SqlState == "55P03")
        {
            throw new PostgresFailureException(
                Diagnostic.Error(
                    "PR6162",
                    $"a transaction of another run of \"{plan}\" in \"{environment}\" is still open on \"{session.Connection}\"",
                    null,
                    "wait for it to end, or raise --lock-timeout; if its process is gone, terminate that backend (pg_stat_activity shows it as planrunner)"
                ),
                e.SqlState,
                connectionLost: false
            );
        }
    }

    private async Task CheckAsync(Session session, string locking, CancellationToken cancellationToken)
    {
        // The run too: in a restored database the same number is assigned again.
        var ours = await session.RunAsync(
            $"SELECT 1 FROM planrunner.epoch WHERE plan = $1::text AND environment = $2::text AND epoch = $3::bigint AND run = $4::text{locking}",
            [plan, environment, epochs[session.Connection], owner.Run],
            1,
            cancellationToken
        );
        if (ours.Rows.Count > 0)
            return;
        var by = await session.RunAsync(
            "SELECT run, taken_at FROM planrunner.epoch WHERE plan = $1::text AND environment = $2::text",
            [plan, environment],
            1,
            cancellationToken
        );
        var who = by.Rows.Count == 0 ? "the table planrunner.epoch was emptied" : $"run {by.Rows[0][0]} took over at {by.Rows[0][1]}";
        throw new OvertakenException(
            Diagnostic.Error(
                "PR6160",
                $"this run is no longer in charge of \"{session.Connection}\": {who}",
                null,
                "nothing of this step was committed and nothing is undone; check what the other run is doing before starting again"
            )
        );
    }

    // The step may have set a role that may not write here; it gets its role back.
    private static async Task AsOurselvesAsync(Session session, Func<Task> work, CancellationToken cancellationToken)
    {
        var role = (await session.RunAsync("SELECT pg_catalog.current_setting('role')", [], 1, cancellationToken)).Rows[0][0]!;
        if (role == "none")
        {
            await work();
            return;
        }

        await session.RunAsync("SELECT pg_catalog.set_config('role', 'none', true)", [], 1, cancellationToken);
        await work();
        await session.RunAsync("SELECT pg_catalog.set_config('role', $1::text, true)", [role], 1, cancellationToken);
    }
}
