-- Which tables have no usable replica identity? Once they are published, every UPDATE and DELETE on them fails on the source,
-- in production. A unique constraint alone does not count, nor does a deferrable primary key.
-- Each row names the statement that fixes it. FULL is the last resort: each change then searches the target by whole row.
-- Side: source. Variable: schemas (empty: all).
WITH scope AS (
    SELECT c.oid, c.relreplident, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT scope.name AS "table",
       coalesce(activity.n_tup_upd + activity.n_tup_del, 0) AS "updates and deletes",
       CASE WHEN candidate.index IS NOT NULL
            THEN format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', scope.name, candidate.index)
            ELSE format('add a primary key, or ALTER TABLE %s REPLICA IDENTITY FULL', scope.name)
       END AS remedy
FROM scope
LEFT JOIN pg_stat_all_tables AS activity ON activity.relid = scope.oid
LEFT JOIN LATERAL (
    SELECT ic.relname AS index
    FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid
    WHERE i.indrelid = scope.oid AND i.indisunique AND i.indimmediate AND i.indisvalid
      AND i.indpred IS NULL AND i.indexprs IS NULL
      AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[]) AS k (attnum)
                      JOIN pg_attribute AS a ON a.attrelid = scope.oid AND a.attnum = k.attnum
                      WHERE NOT a.attnotnull)
    ORDER BY i.indnkeyatts, ic.relname
    LIMIT 1
) AS candidate ON true
WHERE CASE scope.relreplident
          WHEN 'f' THEN false
          WHEN 'n' THEN true
          WHEN 'd' THEN NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = scope.oid AND i.indisprimary AND i.indimmediate AND i.indisvalid)
          WHEN 'i' THEN NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = scope.oid AND i.indisreplident AND i.indimmediate AND i.indisvalid)
      END
ORDER BY 2 DESC, 1
