-- Are replication slots and WAL senders free for one apply worker and the copies beside it? Rows are problems.
-- Side: source. Variable: copy_workers.
WITH capacity (what, allowed, used) AS (
    SELECT 'replication slots', current_setting('max_replication_slots')::int, (SELECT count(*) FROM pg_replication_slots)
    UNION ALL
    SELECT 'WAL senders', current_setting('max_wal_senders')::int, (SELECT count(*) FROM pg_stat_replication)
)
SELECT format('%s of %s %s are free, %s are needed', allowed - used, allowed, what, {{ copy_workers }} + 1) AS problem,
       CASE what WHEN 'replication slots' THEN 'raise max_replication_slots' ELSE 'raise max_wal_senders' END AS remedy
FROM capacity
WHERE allowed - used < {{ copy_workers }} + 1
