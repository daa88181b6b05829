-- Is the target at least as new as the source? Rows are problems.
-- Side: target. Param: version_number (of the source).
SELECT format('the target runs %s, older than the source', current_setting('server_version')) AS problem
WHERE current_setting('server_version_num')::int / 10000 < CAST(:version_number AS integer) / 10000
