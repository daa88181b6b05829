-- Which timeouts could end a long copy or a long wait? Rows are for reading; the plan sets its own sessions' timeouts, and the
-- replication role's statement_timeout and idle_in_transaction_session_timeout.
-- Side: either. Variable: replication_role.
SELECT name, setting || coalesce(unit, '') AS value, source
FROM pg_settings
WHERE name IN ('wal_sender_timeout', 'wal_receiver_timeout') AND setting::bigint BETWEEN 1 AND 59999
   OR name IN ('idle_session_timeout', 'transaction_timeout') AND setting <> '0'
UNION ALL
SELECT split_part(c, '=', 1), split_part(c, '=', 2), format('role %I', r.rolname)
FROM pg_db_role_setting AS s
JOIN pg_roles AS r ON r.oid = s.setrole AND r.rolname = {{ replication_role | sql.literal }},
     unnest(s.setconfig) AS c
WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND split_part(c, '=', 1) IN ('wal_sender_timeout', 'idle_session_timeout', 'transaction_timeout') AND split_part(c, '=', 2) NOT IN ('0', '')
ORDER BY name
