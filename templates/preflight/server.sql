-- Is this a server the plan can use: the writer, and new enough? Rows are problems.
-- Side: either. Arg: oldest, a major version.
SELECT 'the server is a standby; connect to the writer' AS problem
WHERE pg_is_in_recovery()
UNION ALL
SELECT format('version %s is older than %s', current_setting('server_version'), {{ args.oldest | sql.literal }}::int)
WHERE current_setting('server_version_num')::int < {{ args.oldest | sql.literal }}::int * 10000
