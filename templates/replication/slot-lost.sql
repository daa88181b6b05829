-- Is the slot gone, or has it lost write-ahead log that it needed? Then no waiting helps. True or false.
-- Side: source. Variable: slot.
SELECT NOT EXISTS (
    SELECT FROM pg_replication_slots
    WHERE slot_name = {{ slot | sql.literal }} AND coalesce(wal_status, 'reserved') <> 'lost'
) AS lost
