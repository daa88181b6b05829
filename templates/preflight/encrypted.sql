-- Is this very connection encrypted? Rows are problems.
-- Side: either. No variables.
SELECT 'the connection is not encrypted' AS problem
FROM pg_stat_ssl
WHERE pid = pg_backend_pid() AND NOT ssl
