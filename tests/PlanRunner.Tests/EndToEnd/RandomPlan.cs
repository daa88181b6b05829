using System.Globalization;
using System.Text;

namespace PlanRunner.Tests.EndToEnd;

/// <summary>
/// A plan that chance made, with what must be in the database once it was carried out, whatever happened on the way. Every effect
/// is a row in the table <c>effect</c> that names its step, or an object that does.
/// </summary>
internal sealed class RandomPlan
{
    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<string> effects = ["table "];
    private readonly List<(string Path, string Row)> undecidable = [];
    private readonly List<string> pointsOfNoReturn = [];
    private readonly List<(string Step, IReadOnlyList<string> Needs)> needs = [];
    private readonly List<Capture> captures = [];
    private int steps;
    private bool trapped;

    private RandomPlan(int seed)
    {
        random = new Random(seed);
        Markers = random.Next(3) == 0;
        Head();
        var count = random.Next(4, 13);
        Steps("", "  ", count, Room.Open);
        effects.Sort(StringComparer.Ordinal);
    }

    private enum Room
    {
        Open,
        Guarded,
    }

    public string Text => text.ToString();

    public bool Markers { get; }

    /// <summary>The rows, as step and detail with a space between, in order.</summary>
    public IReadOnlyList<string> Effects => effects;

    /// <summary>Steps of which neither a transaction nor a probe can tell whether they ran, with the row that tells it to a person.</summary>
    public IReadOnlyList<(string Path, string Row)> Undecidable => undecidable;

    public IReadOnlyList<string> PointsOfNoReturn => pointsOfNoReturn;

    /// <summary>Steps with those that they name as needed, by path.</summary>
    public IReadOnlyList<(string Step, IReadOnlyList<string> Needs)> Needs => needs;

    public static RandomPlan Of(int seed) => new(seed);

    private void Head() =>
        text.Append(
            """
            plan: chance
            version: 1
            connections: { db: { description: One database }, other: { description: The same one } }
            variables:
              trap: { type: string, description: A file that makes a step fail once }
              names: { type: list, default: [x, 'y/z', "it's"] }
            steps:
              - id: table
                sql:
                  on: db
                  text: |
                    CREATE TABLE effect (step text, detail text);
                    CREATE PROCEDURE put(step text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO effect VALUES (step, 'called'); COMMIT; PERFORM pg_sleep(0.02); END $$;
                    INSERT INTO effect VALUES ('table', '');
                undo: { sql: { on: db, text: "DROP PROCEDURE put; DROP TABLE effect" } }

            """
        );

    private void Steps(string parent, string indent, int count, Room room)
    {
        var siblings = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var id = $"s{(++steps).ToString(CultureInfo.InvariantCulture)}";
            var path = parent + id;
            if (indent.Length == 2 && random.Next(5) == 0)
                Group(id, path, indent);
            else
                Step(id, path, indent, room, siblings);
            siblings.Add(id);
        }

        // A group that ends in a point of no return is not taken back once that has begun.
        if (room == Room.Guarded && random.Next(2) == 0)
        {
            var id = $"s{(++steps).ToString(CultureInfo.InvariantCulture)}";
            pointsOfNoReturn.Add(parent + id);
            Row(id);
            Write(
                indent,
                $"- id: {id}",
                "  point_of_no_return: true",
                $"  sql: {{ on: db, text: \"{Insert(id)}\" }}",
                $"  undo: {Delete(id)}"
            );
        }
    }

    private void Group(string id, string path, string indent)
    {
        var guarded = random.Next(2) == 0;
        Write(indent, $"- id: {id}");
        if (guarded)
            Write(indent, "  timeout: 5m", "  on_failure: undo");
        Write(indent, "  steps:");
        Steps(path + "/", indent + "    ", random.Next(1, 5), guarded ? Room.Guarded : Room.Open);
    }

    private void Step(string id, string path, string indent, Room room, List<string> siblings)
    {
        Write(indent, $"- id: {id}");
        indent += "  ";
        if (siblings.Count > 0 && random.Next(4) == 0)
        {
            string[] chosen = [.. siblings.Where(_ => random.Next(2) == 0)];
            var parent = path[..^id.Length];
            if (chosen.Length > 0)
            {
                Write(indent, $"needs: [{string.Join(", ", chosen)}]");
                needs.Add((path, [.. chosen.Select(c => parent + c)]));
            }
        }

        switch (random.Next(17))
        {
            case 0 or 1:
                Insertion(id, indent);
                break;
            case 2:
                Captured(id, path, indent);
                break;
            case 3:
                Bound(id, indent);
                break;
            case 4:
                Counted(id, path, indent);
                break;
            case 5:
                Probed(id, indent);
                break;
            case 6:
                Idempotent(id, indent);
                break;
            case 7 when room == Room.Open:
                Unknowable(id, path, indent);
                break;
            case 8:
                Generated(id, indent);
                break;
            case 9:
                Table(id, indent);
                break;
            case 10:
                ConcurrentIndex(id, indent);
                break;
            case 11:
                Called(id, indent);
                break;
            case 12:
                ForEach(id, indent);
                break;
            case 13 when room == Room.Open:
                Person(id, indent);
                break;
            case 14 when !trapped:
                Trap(id, indent);
                break;
            case 15:
                NotThisTime(id, indent);
                break;
            default:
                Check(indent);
                break;
        }
    }

    // Kinds of steps, each with what it leaves.

    private void Insertion(string id, string indent)
    {
        Row(id);
        Write(indent, $"sql: {{ on: db, text: \"{Insert(id)}\" }}", $"undo: {Delete(id)}");
        if (random.Next(3) == 0)
            Write(
                indent,
                $"verify: {{ on: {(random.Next(2) == 0 ? "db" : "other")}, text: \"SELECT count(*) = 1 FROM effect WHERE step = '{id}'\" }}"
            );
        if (random.Next(3) == 0)
            Write(indent, "retry: { attempts: 3, delay: 10ms, max_delay: 50ms }");
        if (random.Next(4) == 0)
            Write(indent, "settings: { statement_timeout: 20s }");
    }

    private void Captured(string id, string path, string indent)
    {
        Row(id, $"of {id}");
        captures.Add(new Capture(path, "detail", $"of {id}"));
        Write(
            indent,
            $"sql: {{ on: db, text: \"INSERT INTO effect VALUES ('{id}', 'of {id}') RETURNING detail\", capture: [detail] }}",
            $"undo: {Delete(id)}"
        );
    }

    private void Bound(string id, string indent)
    {
        if (captures.Count == 0)
        {
            Insertion(id, indent);
            return;
        }

        var capture = captures[random.Next(captures.Count)];
        Row(id, capture.Value);
        Write(
            indent,
            $"sql: {{ on: db, text: \"INSERT INTO effect VALUES ('{id}', :value)\", params: {{ value: {capture.Path}.{capture.Column} }} }}",
            $"undo: {Delete(id)}"
        );
    }

    private void Counted(string id, string path, string indent)
    {
        captures.Add(new Capture(path, "n", effects.Count.ToString(CultureInfo.InvariantCulture)));
        Write(indent, $"query: {{ on: db, text: \"SELECT count(*)::text AS n FROM effect -- {id}\", capture: [n] }}");
    }

    private void Probed(string id, string indent)
    {
        Row(id, "shell");
        Write(
            indent,
            $"shell: {{ run: \"psql service=db -Xqc \\\"INSERT INTO effect VALUES ('{id}', 'shell')\\\"\", with_connections: [db] }}",
            $"done_when: {{ on: db, text: \"SELECT true FROM effect WHERE step = '{id}'\" }}",
            $"undo: {{ shell: {{ run: \"psql service=db -Xqc \\\"DELETE FROM effect WHERE step = '{id}'\\\"\", with_connections: [db] }}, idempotent: true }}"
        );
    }

    private void Idempotent(string id, string indent)
    {
        Row(id, "again");
        Write(
            indent,
            "shell:",
            "  with_connections: [db]",
            "  run: |",
            $"    psql service=db -Xqc \"LOCK TABLE effect IN SHARE ROW EXCLUSIVE MODE; INSERT INTO effect SELECT '{id}', 'again' WHERE NOT EXISTS (SELECT FROM effect WHERE step = '{id}')\"",
            "idempotent: true",
            $"undo: {Delete(id)}"
        );
    }

    private void Unknowable(string id, string path, string indent)
    {
        Row(id, "who knows");
        undecidable.Add((path, $"{id} who knows"));
        Write(
            indent,
            $"shell: {{ run: \"psql service=db -Xqc \\\"INSERT INTO effect VALUES ('{id}', 'who knows')\\\"\", with_connections: [db] }}",
            $"undo: {Delete(id)}"
        );
    }

    private void Generated(string id, string indent)
    {
        var rows = random.Next(1, 5);
        for (var row = 1; row <= rows; row++)
            Row(id, row.ToString(CultureInfo.InvariantCulture));
        Write(
            indent,
            "generate:",
            "  from: db",
            "  on: db",
            $"  text: SELECT format('INSERT INTO effect VALUES (%L, %L)', '{id}', n) AS sql, n AS key FROM generate_series(1, {rows}) n",
            $"  transaction: {(random.Next(2) == 0 ? "each" : "all")}",
            $"undo: {Delete(id)}"
        );
    }

    private void Table(string id, string indent) =>
        Write(
            indent,
            $"sql: {{ on: db, text: \"CREATE TABLE made_{id} (id int PRIMARY KEY, word text)\" }}",
            $"undo: {{ sql: {{ on: db, text: DROP TABLE made_{id} }} }}"
        );

    private void ConcurrentIndex(string id, string indent) =>
        Write(
            indent,
            $"sql: {{ on: db, text: CREATE INDEX CONCURRENTLY made_{id} ON effect (detail) }}",
            $"done_when: {{ on: db, text: \"SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('made_{id}') AND indisvalid)\" }}",
            "on_interrupted: undo",
            $"undo: {{ sql: {{ on: db, text: DROP INDEX CONCURRENTLY IF EXISTS made_{id} }}, idempotent: true }}"
        );

    private void Called(string id, string indent)
    {
        Row(id, "called");
        Write(
            indent,
            $"sql: {{ on: db, text: \"CALL put('{id}')\", transaction: forbidden }}",
            $"done_when: {{ on: db, text: \"SELECT true FROM effect WHERE step = '{id}'\" }}",
            $"undo: {Delete(id)}"
        );
    }

    private void ForEach(string id, string indent)
    {
        foreach (var name in new[] { "x", "y/z", "it's" })
            Row(id, name);
        Write(
            indent,
            "foreach: names",
            $"sql: {{ on: db, text: \"INSERT INTO effect VALUES ('{id}', {{{{ item | sql.literal }}}})\" }}",
            $"undo: {{ sql: {{ on: db, text: \"DELETE FROM effect WHERE step = '{id}' AND detail = {{{{ item | sql.literal }}}}\" }} }}"
        );
    }

    private void Person(string id, string indent) => Write(indent, $"manual: {{ instructions: Look at {id}. }}", "undo: none");

    private void Trap(string id, string indent)
    {
        trapped = true;
        Write(
            indent,
            "shell: { run: \"if [ -e {{ trap | sh.quote }} ]; then rm {{ trap | sh.quote }}; exit 1; fi\" }",
            "idempotent: true",
            "undo: none",
            $"title: Fails once ({id})"
        );
    }

    private void NotThisTime(string id, string indent)
    {
        if (random.Next(2) == 0)
            Write(indent, "when: \"false\"", $"sql: {{ on: db, text: \"{Insert(id)}\" }}", "undo: none");
        else
            Write(indent, $"sql: {{ on: db, text: \"{Insert(id)}\", transaction: rollback }}", "undo: none");
    }

    private void Check(string indent)
    {
        switch (random.Next(3))
        {
            case 0:
                Write(
                    indent,
                    $"assert: {{ on: db, text: SELECT count(*) FROM effect, equals: {effects.Count.ToString(CultureInfo.InvariantCulture)} }}"
                );
                break;
            case 1:
                Write(
                    indent,
                    $"wait: {{ on: db, text: SELECT count(*) FROM effect, at_least: {effects.Count.ToString(CultureInfo.InvariantCulture)}, every: 20ms, timeout: 20s }}"
                );
                break;
            default:
                Write(
                    indent,
                    "compare: { a: db, b: other, text: \"SELECT step, detail, count(*) AS n FROM effect GROUP BY 1, 2\", key: [step, detail] }"
                );
                break;
        }
    }

    private static string Insert(string id) => $"INSERT INTO effect VALUES ('{id}', '')";

    private static string Delete(string id) => $"{{ sql: {{ on: db, text: \"DELETE FROM effect WHERE step = '{id}'\" }} }}";

    private void Row(string id, string detail = "") => effects.Add($"{id} {detail}");

    private void Write(string indent, params string[] lines)
    {
        foreach (var line in lines)
            text.Append(indent).Append(line).Append('\n');
    }

    private sealed record Capture(string Path, string Column, string Value);
}
