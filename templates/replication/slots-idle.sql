-- Has the target let go of our slots? True or false.
-- Side: source. Variable: slot. Param: subscription (its number, from subscription-oid.sql).
SELECT NOT EXISTS (
    SELECT FROM pg_replication_slots
    WHERE active AND (slot_name = {{ slot | sql.literal }} OR starts_with(slot_name, format('pg_%s_sync_', CAST(:subscription AS text))))
) AS idle
