-- Ends whatever still reads from our slots, or is still making the main one: a target that is gone does not let go by itself.
-- Side: source. Variable: slot. Params: system, others (from target-facts.sql).
SELECT pg_terminate_backend(active_pid)
FROM pg_replication_slots
WHERE active_pid IS NOT NULL AND database = current_database()
  AND (slot_name = {{ slot | sql.literal }}
       OR slot_name ~ ('^pg_[0-9]+_sync_[0-9]+_' || CAST(:system AS text) || '$')
          AND substring(slot_name FROM '^pg_([0-9]+)') <> ALL (string_to_array(CAST(:others AS text), ',')))
