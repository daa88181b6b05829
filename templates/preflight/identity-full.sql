-- Which tables with REPLICA IDENTITY FULL have a column that cannot be compared? Their updates and deletes stop the target. Whatever
-- a column is made of (a domain's base, an array's elements, a composite's columns) needs a default operator class of btree or hash.
-- Side: source. Variable: schemas (empty: all).
WITH RECURSIVE part AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS name, a.attnum, a.attname, a.atttypid AS whole, a.atttypid AS type
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND c.relreplident = 'f'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
    UNION
    SELECT part.name, part.attnum, part.attname, part.whole, inner_type.oid
    FROM part JOIN pg_type AS t ON t.oid = part.type
    CROSS JOIN LATERAL (
        SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL
        SELECT t.typelem WHERE t.typtype = 'b' AND t.typcategory = 'A' AND t.typlen = -1 AND t.typelem <> 0
        UNION ALL
        SELECT a.atttypid FROM pg_attribute AS a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS inner_type (oid)
)
SELECT part.name AS "table", part.attname AS "column", format_type(part.whole, NULL) AS type,
       format('add a primary key, or ALTER TABLE %s REPLICA IDENTITY USING INDEX …, or ALTER TABLE %s ALTER COLUMN %I TYPE … to one that compares%s', part.name, part.name,
              part.attname, CASE part.type WHEN 'json'::regtype THEN ', such as jsonb' END) AS remedy
FROM part JOIN pg_type AS t ON t.oid = part.type
WHERE t.typtype = 'b' AND NOT (t.typcategory = 'A' AND t.typlen = -1 AND t.typelem <> 0)
  AND NOT EXISTS (
      SELECT FROM pg_opclass AS o JOIN pg_am AS m ON m.oid = o.opcmethod AND m.amname IN ('btree', 'hash')
      WHERE o.opcdefault AND (o.opcintype = t.oid OR EXISTS (
          SELECT FROM pg_cast AS k WHERE k.castsource = t.oid AND k.casttarget = o.opcintype AND k.castmethod = 'b' AND k.castcontext = 'i')))
GROUP BY part.name, part.attnum, part.attname, part.whole, part.type
ORDER BY 1, part.attnum
