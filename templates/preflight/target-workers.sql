-- Does the target have the workers to copy and apply? Rows are problems, with the parameter to raise.
-- The limits work together: copies at once are bounded by all three.
-- Side: target. Variable: copy_workers.
WITH wanted (name, least) AS (
    VALUES ('max_worker_processes', {{ copy_workers }} + 6),
           ('max_logical_replication_workers', {{ copy_workers }} + 2),
           ('max_sync_workers_per_subscription', {{ copy_workers }}),
           (CASE WHEN current_setting('server_version_num')::int >= 180000 THEN 'max_active_replication_origins' ELSE 'max_replication_slots' END, {{ copy_workers }} + 2)
)
SELECT format('%s is %s%s', name, setting, CASE WHEN pending_restart THEN ' and waits for a restart' ELSE '' END) AS problem,
       CASE WHEN setting::int < least THEN format('set it to %s or more', least) ELSE 'apply the change, which restarts the target' END AS remedy
FROM wanted JOIN pg_settings USING (name)
WHERE setting::int < least OR pending_restart
