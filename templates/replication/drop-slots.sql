-- Drops the main slot and those that interrupted copies of single tables may have left.
-- Side: source. Variable: slot. Param: subscription (its number, from subscription-oid.sql).
SELECT pg_drop_replication_slot(slot_name)
FROM pg_replication_slots
WHERE database = current_database()
  AND (slot_name = {{ slot | sql.literal }} OR starts_with(slot_name, format('pg_%s_sync_', CAST(:subscription AS text))))
