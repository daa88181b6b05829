-- Who else is connected that the freeze will not end? Rows are roles that are neither the application's nor the plan's.
-- Side: source. Variables: application_roles, replication_role.
SELECT usename AS role, count(*) AS sessions, max(application_name) AS "for instance"
FROM pg_stat_activity
WHERE datname = current_database() AND usename IS NOT NULL
  AND usename NOT IN ({{ application_roles | sql.list }}, {{ replication_role | sql.literal }}, current_user)
GROUP BY usename
ORDER BY 1
