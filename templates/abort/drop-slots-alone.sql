-- Generates the drops of the main slot and of every slot of a table's copy that nobody reads. For when the target is gone.
-- Generated from: source. Run on: source. Variable: slot.
SELECT 'end the reader of ' || slot_name AS key, format('SELECT pg_catalog.pg_terminate_backend(%s, 10000)', active_pid) AS sql
FROM pg_replication_slots
WHERE database = current_database() AND active_pid IS NOT NULL AND slot_name = {{ slot | sql.literal }}
UNION ALL
SELECT slot_name, format('SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots WHERE slot_name = %L', slot_name)
FROM pg_replication_slots
WHERE database = current_database() AND (slot_name = {{ slot | sql.literal }} OR slot_name ~ '^pg_[0-9]+_sync_[0-9]+_[0-9]+$' AND NOT active)
ORDER BY 1
