-- Is the slot gone, or has it lost write-ahead log that the target still needs? Then waiting does not help. True or false, and why.
-- Side: source. Variable: slot.
SELECT s.slot_name IS NULL OR s.wal_status = 'lost' AS lost,
       CASE WHEN s.slot_name IS NULL THEN format('the replication slot %I is gone', {{ slot | sql.literal }}::text)
            WHEN s.wal_status = 'lost' THEN format('the source has removed write-ahead log that slot %I still needed (max_slot_wal_keep_size is %s)',
                                                   s.slot_name, current_setting('max_slot_wal_keep_size', true))
       END AS cause,
       'what was copied so far cannot be completed: clean up with the plan in plans/examples/abort (empty_target: true), '
       'set max_slot_wal_keep_size to -1 on the source, and start again: planrunner state new, then apply' AS remedy
FROM (VALUES (1)) AS always LEFT JOIN pg_replication_slots AS s ON s.slot_name = {{ slot | sql.literal }}
