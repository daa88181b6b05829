-- Has the application arrived: has one of its roles a session here? True or false.
-- Side: target. Variable: target_application_roles.
SELECT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE usename IN ({{ target_application_roles | sql.list }}) AND datname = current_database()
) AS arrived
