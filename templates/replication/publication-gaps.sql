-- Which tables in scope are not published, and which published tables are out of scope? Rows are problems: a table made since the
-- publication is one whose rows would be lost.
-- Side: source. Variables: publication, schemas (empty: all).
WITH wanted AS (
    SELECT n.nspname AS schema, c.relname AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), published AS (
    SELECT schemaname AS schema, tablename AS name FROM pg_publication_tables WHERE pubname = {{ publication | sql.literal }}
)
SELECT format('%I.%I', coalesce(wanted.schema, published.schema), coalesce(wanted.name, published.name)) AS "table",
       CASE WHEN published.name IS NULL THEN 'is not published' ELSE 'is published but out of scope' END AS problem
FROM wanted FULL JOIN published ON published.schema = wanted.schema AND published.name = wanted.name
WHERE wanted.name IS NULL OR published.name IS NULL
ORDER BY 1
