-- Which of the application's roles are connected to the target? Rows mean that it was switched.
-- Side: target. Variable: target_application_roles.
SELECT usename AS role, count(*) AS sessions, max(backend_start) AS latest
FROM pg_stat_activity
WHERE usename IN ({{ target_application_roles | sql.list }}) AND datname = current_database()
GROUP BY usename
