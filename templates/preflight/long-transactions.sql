-- Which transactions have been writing for a minute or more, or are prepared? Making a slot waits for all of them.
-- Rows are problems.
-- Side: source. No variables.
SELECT format('%s, pid %s', usename, pid) AS who, date_trunc('second', now() - xact_start) AS age, left(query, 60) AS "last statement"
FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND xact_start < now() - interval '1 minute'
UNION ALL
SELECT format('%s, prepared as %s', owner, gid), date_trunc('second', now() - prepared), NULL
FROM pg_prepared_xacts
ORDER BY 2 DESC
