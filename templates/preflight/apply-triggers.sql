-- Which triggers and rules fire on replicated rows too? On the target they would run a second time. Rows are problems.
-- Side: source. Variable: schemas (empty: all).
SELECT format('%I.%I', n.nspname, c.relname) AS "table", t.tgname AS trigger,
       CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END AS "fires because"
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
ORDER BY 1, 2
