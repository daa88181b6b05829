-- Is the write-ahead log set up for logical replication, and will it be kept long enough? Rows are problems.
-- Side: source. No variables.
SELECT 'wal_level is ' || current_setting('wal_level') || ', not logical' AS problem,
       'Aurora, RDS: set rds.logical_replication to 1 in the cluster parameter group and restart the writer' AS remedy
WHERE current_setting('wal_level') <> 'logical'
  AND coalesce(current_setting('effective_wal_level', true), '') <> 'logical'
UNION ALL
SELECT format('max_slot_wal_keep_size is %s: a copy that takes longer loses its slot', current_setting('max_slot_wal_keep_size')),
       'set max_slot_wal_keep_size to -1 for the migration'
WHERE current_setting('max_slot_wal_keep_size', true) NOT IN ('-1', '')
UNION ALL
SELECT format('idle_replication_slot_timeout is %s: an idle slot would be invalidated', current_setting('idle_replication_slot_timeout')),
       'set idle_replication_slot_timeout to 0 for the migration'
WHERE current_setting('idle_replication_slot_timeout', true) NOT IN ('0', '')
UNION ALL
SELECT 'output_plugin_libraries does not allow pgoutput', 'add pgoutput to output_plugin_libraries'
WHERE current_setting('output_plugin_libraries', true) NOT LIKE '%pgoutput%'
  AND current_setting('output_plugin_libraries', true) <> ''
