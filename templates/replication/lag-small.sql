-- Is the target close behind the source, so that a freeze would be short? True or false. It says nothing about completeness.
-- Side: source. Variables: slot, small_lag_bytes.
SELECT EXISTS (
    SELECT FROM pg_replication_slots
    WHERE slot_name = {{ slot | sql.literal }} AND active
      AND pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) < {{ small_lag_bytes }}
) AS small
