-- Has the target confirmed, as written to its own disk, everything up to the barrier? True or false.
-- Side: source. Variable: slot. Param: lsn.
SELECT EXISTS (
    SELECT FROM pg_replication_slots
    WHERE slot_name = {{ slot | sql.literal }} AND confirmed_flush_lsn >= CAST(:lsn AS pg_lsn)
) AS confirmed
