-- Which timeouts could end a long copy or a long wait? Rows are for reading; the plan sets its own sessions' timeouts.
-- Side: either. No variables.
SELECT name, setting || coalesce(unit, '') AS value, source
FROM pg_settings
WHERE name IN ('wal_sender_timeout', 'wal_receiver_timeout') AND setting::bigint BETWEEN 1 AND 59999
   OR name IN ('idle_session_timeout', 'transaction_timeout') AND setting <> '0'
ORDER BY name
