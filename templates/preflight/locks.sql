-- Has the server room for the locks of the plan's largest transaction? Rows are problems.
-- Side: either. Params: locks, tables (from locks-needed.sql).
WITH room AS (
    -- As the server sizes its table of locks. It can hold more by luck, and other sessions need some of it.
    SELECT (current_setting('max_connections')::bigint + current_setting('autovacuum_max_workers')::bigint + current_setting('max_worker_processes')::bigint
            + current_setting('max_wal_senders')::bigint + current_setting('max_prepared_transactions')::bigint + 1) AS sessions,
           current_setting('max_locks_per_transaction')::bigint AS each
)
SELECT format('%s tables need %s locks at once, and the server has room for %s', CAST(:tables AS bigint), CAST(:locks AS bigint), sessions * each) AS problem,
       format('set max_locks_per_transaction to %s or more and restart the server, or move some schemas at a time', ceil(CAST(:locks AS numeric) / sessions / 64) * 64) AS remedy
FROM room
WHERE CAST(:locks AS bigint) > sessions * each
