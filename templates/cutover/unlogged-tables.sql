-- The unlogged tables as copy-unlogged.sh reads them, one a line: name, tab, encoding, tab, columns. Those that a foreign key points
-- to come first. Generated columns are left out, since they cannot be copied into. Beside them the statements that keep the tables'
-- triggers from firing on the copied rows, whose effects are copied too, and those that set them as they were.
-- Side: source. Variable: schemas (empty: all).
WITH RECURSIVE scope AS (
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'u'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), below AS (
    SELECT scope.oid, 0 AS depth, ARRAY[scope.oid] AS path FROM scope
    UNION ALL
    SELECT k.conrelid, below.depth + 1, below.path || k.conrelid
    FROM below JOIN pg_constraint AS k ON k.confrelid = below.oid AND k.contype = 'f' AND k.conparentid = 0
    WHERE k.conrelid <> ALL (below.path) AND k.conrelid IN (SELECT oid FROM scope)
), ordered AS (
    SELECT scope.oid, scope.name, max(below.depth) AS depth FROM scope JOIN below USING (oid) GROUP BY scope.oid, scope.name
), line AS (
    SELECT ordered.depth, format(E'%s\t%s\t%s', ordered.name, (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()),
                                 string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) AS text
    FROM ordered JOIN pg_attribute AS a ON a.attrelid = ordered.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY ordered.depth, ordered.name
), trigger AS (
    SELECT scope.name AS "table", t.tgname, t.tgenabled
    FROM scope JOIN pg_trigger AS t ON t.tgrelid = scope.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
)
SELECT (SELECT coalesce(string_agg(text, E'\n' ORDER BY depth, text), '') FROM line) AS tables,
       (SELECT coalesce(string_agg(format('ALTER TABLE %s DISABLE TRIGGER %I', "table", tgname), '; ' ORDER BY "table", tgname), '') FROM trigger) AS triggers_off,
       (SELECT coalesce(string_agg(format('ALTER TABLE %s ENABLE%s TRIGGER %I', "table", CASE tgenabled WHEN 'A' THEN ' ALWAYS' END, tgname), '; ' ORDER BY "table", tgname), '')
        FROM trigger) AS triggers_on
