-- Does the target have the workers to copy and apply? True or false.
-- Side: target. Variable: copy_workers.
SELECT current_setting('max_worker_processes')::int >= {{ copy_workers }} + 6
   AND current_setting('max_logical_replication_workers')::int >= {{ copy_workers }} + 2
   AND current_setting('max_sync_workers_per_subscription')::int >= {{ copy_workers }} AS ready
