-- Drops the main slot and those that copies of single tables left. The latter are named after the target, so that what other
-- subscriptions read stays.
-- Side: source. Variable: slot. Params: system, others (from target-facts.sql).
SELECT pg_drop_replication_slot(slot_name)
FROM pg_replication_slots
WHERE database = current_database()
  AND (slot_name = {{ slot | sql.literal }}
       OR slot_name ~ ('^pg_[0-9]+_sync_[0-9]+_' || CAST(:system AS text) || '$')
          AND substring(slot_name FROM '^pg_([0-9]+)') <> ALL (string_to_array(CAST(:others AS text), ',')))
