-- Does nobody read from our slots? True or false.
-- Side: source. Variable: slot. Params: system, others (from target-facts.sql).
SELECT NOT EXISTS (
    SELECT FROM pg_replication_slots
    WHERE active AND database = current_database()
      AND (slot_name = {{ slot | sql.literal }}
           OR slot_name ~ ('^pg_[0-9]+_sync_[0-9]+_' || CAST(:system AS text) || '$')
              AND substring(slot_name FROM '^pg_([0-9]+)') <> ALL (string_to_array(CAST(:others AS text), ',')))
) AS idle
