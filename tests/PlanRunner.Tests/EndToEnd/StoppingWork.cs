namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// Work that is under way when a run is stopped. What it does in the database waits for the table <c>gate</c>, what it does in a
/// process for the file <c>go</c>; both are the test's to give.
/// </summary>
/// <param name="Step">The step (or steps, or groups) between the first and the last one of the plan.</param>
/// <param name="Effects">What the table <c>eff</c> holds after an undisturbed run.</param>
internal sealed record StoppingWork(string Step, params string[] Effects)
{
    public const string BegunFile = "begun";

    private const string Window = """
          - id: window
            on_failure: undo
            timeout: 10m
            steps:
              - id: freeze
                sql: { on: db, text: "INSERT INTO eff VALUES ('frozen')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'frozen'" } }
        """;

    /// <summary>A person is asked, so that it can only be tried on a terminal.</summary>
    public bool Asks { get; init; }

    /// <summary>Only when it is closed the file <c>begun</c> is written; otherwise the work waits for a lock.</summary>
    public bool TellsByFile { get; init; }

    /// <summary>A guarded group stands open meanwhile.</summary>
    public bool InWindow => Step.Contains("on_failure: undo", StringComparison.Ordinal);

    /// <summary>Stopped as the undo of a plan that was applied whole.</summary>
    public bool Undoing { get; init; }

    /// <summary>What is there before.</summary>
    public static IReadOnlyList<string> Setup { get; } =
    [
        "CREATE TABLE eff (step text)",
        "CREATE TABLE gate (n int)",
        "CREATE PROCEDURE work() LANGUAGE plpgsql AS $$BEGIN INSERT INTO gate VALUES (1); INSERT INTO eff VALUES ('work'); END$$",
    ];

    public string Plan =>
        $$"""
            plan: stop
            version: 1
            connections: { db: { description: One }, other: { description: The same } }
            steps:
            {{Step}}
              - id: last
                sql: { on: db, text: "INSERT INTO eff VALUES ('last')" }
                undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'last'" } }
            """;

    public static IReadOnlyDictionary<string, StoppingWork> All { get; } =
        new Dictionary<string, StoppingWork>(StringComparer.Ordinal)
        {
            ["sql in a transaction"] = new(
                "  - { id: work, sql: { on: db, text: \"INSERT INTO eff VALUES ('work'); INSERT INTO gate VALUES (1)\" } }",
                "last",
                "work"
            ),
            ["an index outside of one"] = new(
                """
                  - id: work
                    sql: { on: db, text: CREATE INDEX CONCURRENTLY work_index ON gate (n) }
                    done_when: { on: db, text: "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('work_index') AND indisvalid)" }
                    on_interrupted: undo
                    undo: { sql: { on: db, text: DROP INDEX CONCURRENTLY IF EXISTS work_index }, idempotent: true }
                """,
                "last"
            ),
            ["CALL"] = new(
                """
                  - id: work
                    sql: { on: db, text: CALL work(), transaction: forbidden }
                    done_when: { on: db, text: "SELECT true FROM eff WHERE step = 'work'" }
                """,
                "last",
                "work"
            ),
            ["query"] = new("  - { id: work, query: { on: db, text: SELECT count(*) AS n FROM gate, capture: [n] } }", "last"),
            ["assert"] = new("  - { id: work, assert: { on: db, text: SELECT count(*) FROM gate, equals: 0 } }", "last"),
            ["wait"] = new("  - { id: work, wait: { on: db, text: SELECT count(*) FROM gate, equals: 0, every: 50ms } }", "last"),
            ["compare"] = new("  - { id: work, compare: { a: db, b: other, text: SELECT n FROM gate, key: [n] } }", "last"),
            ["generate each, in the middle"] = new(
                """
                  - id: work
                    generate:
                      from: db
                      on: db
                      text: |
                        SELECT CASE WHEN n = 2 THEN 'INSERT INTO gate VALUES (1)' ELSE format('INSERT INTO eff VALUES (%L)', 'each ' || n) END AS sql, n AS key
                        FROM generate_series(1, 3) n
                """,
                "each 1",
                "each 3",
                "last"
            ),
            ["generate all, in the middle"] = new(
                """
                  - id: work
                    generate:
                      from: db
                      on: db
                      text: |
                        SELECT CASE WHEN n = 2 THEN 'INSERT INTO gate VALUES (1)' ELSE format('INSERT INTO eff VALUES (%L)', 'all ' || n) END AS sql, n AS key
                        FROM generate_series(1, 3) n
                      transaction: all
                """,
                "all 1",
                "all 3",
                "last"
            ),
            ["a script whose children hear nothing"] = new(
                """
                  - id: work
                    shell:
                      with_connections: [db]
                      run: |
                        if [ ! -e go ]; then
                          trap '' INT TERM
                          sh -c 'trap "" INT TERM; sleep 600' &
                          setsid sh -c 'trap "" INT TERM; sleep 600' &
                          touch begun
                          wait
                        fi
                        psql service=db -Xqc "INSERT INTO eff VALUES ('work')"
                    done_when: { on: db, text: "SELECT true FROM eff WHERE step = 'work'" }
                """,
                "last",
                "work"
            )
            {
                TellsByFile = true,
            },
            ["a script that leaves a child behind"] = new(
                """
                  - id: work
                    shell:
                      run: |
                        if [ ! -e go ]; then
                          setsid sh -c 'trap "" INT TERM; touch begun; sleep 600' >/dev/null 2>&1 &
                          sleep 600
                        fi
                    idempotent: true
                """,
                "last"
            )
            {
                TellsByFile = true,
            },
            ["waiting between two attempts"] = new(
                """
                  - id: work
                    shell: { run: "[ -e go ] || { touch begun; exit 1; }" }
                    idempotent: true
                    retry: { attempts: 5, delay: 10m, max_delay: 10m }
                """,
                "last"
            )
            {
                TellsByFile = true,
            },
            ["a person's work"] = new("  - { id: work, manual: { instructions: Press the button } }", "last") { Asks = true },
            ["a question before a step"] = new(
                "  - { id: work, confirm: Really now?, sql: { on: db, text: \"INSERT INTO eff VALUES ('work')\" } }",
                "last",
                "work"
            )
            {
                Asks = true,
            },
            ["sql in a window"] = new(
                Window
                    + "\n"
                    + """
                          - id: work
                            sql: { on: db, text: "INSERT INTO eff VALUES ('work'); INSERT INTO gate VALUES (1)" }
                            undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'work'" } }
                    """,
                "frozen",
                "last",
                "work"
            ),
            ["a probe before a step in a window"] = new(
                Window
                    + "\n"
                    + """
                          - id: work
                            sql: { on: db, text: "INSERT INTO eff VALUES ('work')" }
                            done_when: { on: db, text: SELECT true FROM gate }
                            undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'work'" } }
                    """,
                "frozen",
                "last",
                "work"
            ),
            ["a script in a window"] = new(
                Window
                    + "\n"
                    + """
                          - id: work
                            shell: { run: "[ -e go ] || { touch begun; sleep 600; }" }
                            undo: { shell: { run: "true" }, idempotent: true }
                    """,
                "frozen",
                "last"
            )
            {
                TellsByFile = true,
            },
            ["a question in a window"] = new(
                Window
                    + "\n"
                    + """
                          - id: work
                            confirm: Really now?
                            sql: { on: db, text: "INSERT INTO eff VALUES ('work')" }
                            undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'work'" } }
                    """,
                "frozen",
                "last",
                "work"
            )
            {
                Asks = true,
            },
            ["undo"] = new(
                """
                  - id: work
                    sql: { on: db, text: "INSERT INTO eff VALUES ('work')" }
                    undo: { sql: { on: db, text: "DELETE FROM eff WHERE step = 'work'; DELETE FROM gate" } }
                """
            )
            {
                Undoing = true,
            },
        };
}
