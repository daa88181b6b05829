-- Ends the application's sessions. A client that had just been let in shows up a moment later, so it looks again until two looks in
-- a row find nobody.
-- By name, not by backend_type: that column is null for whoever may not see it, and a filter on it would find nobody.
-- Side: source. Arg: roles.
{{~ capture body ~}}
DECLARE
    empty_looks integer := 0;
    ended integer;
BEGIN
    FOR look IN 1 .. 100 LOOP
        PERFORM pg_stat_clear_snapshot();
        SELECT count(pg_terminate_backend(pid)) INTO ended
        FROM pg_stat_activity
        WHERE usename IN ({{ args.roles | sql.list }}) AND datname = current_database();
        empty_looks := CASE WHEN ended = 0 THEN empty_looks + 1 ELSE 0 END;
        EXIT WHEN empty_looks = 2;
        PERFORM pg_sleep(0.03);
    END LOOP;
END
{{~ end ~}}
DO {{ body | sql.literal }}
