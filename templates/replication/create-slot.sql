-- Makes the replication slot, and waits for every transaction that was writing when it began. From its commit on, the source keeps
-- the write-ahead log that the target has not confirmed: a slot that nobody reads fills the source's disk.
-- Side: source, not in a transaction that has written. Variable: slot.
SELECT lsn::text AS lsn FROM pg_create_logical_replication_slot({{ slot | sql.literal }}, 'pgoutput')
