-- What is left of the migration on the source? Rows are leftovers; a freeze is one.
-- Side: source. Variables: slot, publication, application_roles, replication_role, create_replication_role.
SELECT 'replication slot' AS what, slot_name::text AS name FROM pg_replication_slots WHERE slot_name = {{ slot | sql.literal }}
UNION ALL
SELECT 'publication', pubname FROM pg_publication WHERE pubname = {{ publication | sql.literal }}
UNION ALL
SELECT 'schema', nspname FROM pg_namespace WHERE nspname = 'planrunner_sentinel'
UNION ALL
SELECT 'role without LOGIN', rolname FROM pg_roles WHERE rolname IN ({{ application_roles | sql.list }}) AND NOT rolcanlogin
UNION ALL
SELECT 'read-only by default', current_database()
FROM pg_db_role_setting AS s
WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.setrole = 0
  AND 'default_transaction_read_only=on' = ANY (s.setconfig)
{{~ if create_replication_role ~}}
UNION ALL
SELECT 'role', rolname FROM pg_roles WHERE rolname = {{ replication_role | sql.literal }}
{{~ end ~}}
