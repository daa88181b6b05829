-- What has the migration left on the source? Rows are leftovers.
-- Side: source. Variables: slot, publication, replication_role. Param: subscription (its number, from subscription-oid.sql).
SELECT 'replication slot' AS what, slot_name::text AS name
FROM pg_replication_slots
WHERE slot_name = {{ slot | sql.literal }} OR starts_with(slot_name, format('pg_%s_sync_', CAST(:subscription AS text)))
UNION ALL
SELECT 'publication', pubname FROM pg_publication WHERE pubname = {{ publication | sql.literal }}
UNION ALL
SELECT 'schema', nspname FROM pg_namespace WHERE nspname = 'planrunner_sentinel'
UNION ALL
SELECT 'role', rolname FROM pg_roles WHERE rolname = {{ replication_role | sql.literal }}
