-- Are the names that the plan will use free? Rows are what has them already.
-- Side: source. Variables: publication, slot.
SELECT format('publication %I', pubname) AS taken FROM pg_publication WHERE pubname = {{ publication | sql.literal }}
UNION ALL
SELECT format('replication slot %I', slot_name) FROM pg_replication_slots WHERE slot_name = {{ slot | sql.literal }}
UNION ALL
SELECT 'schema planrunner_sentinel' FROM pg_namespace WHERE nspname = 'planrunner_sentinel'
