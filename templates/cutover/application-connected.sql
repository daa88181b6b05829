-- Has the application arrived: has one of its roles a session here that did something since the switch began? True or false.
-- A session whose activity we may not see counts.
-- Side: target. Variable: target_application_roles. Param: since (the target's time before the switch).
SELECT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE usename IN ({{ target_application_roles | sql.list }}) AND datname = current_database()
      AND coalesce(state_change, 'infinity') >= CAST(:since AS timestamptz)
) AS arrived
