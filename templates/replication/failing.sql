-- Has the subscription failed again and again since we began to look, or is it switched off or gone? True or false, and why. A lost
-- connection counts as a failure too, so a few are forgiven. A target that crashed counts from nothing again.
-- Side: target. Variables: subscription, forgiven_errors. Param: errors (from errors.sql, when we began to look).
WITH looked AS (
    SELECT s.oid, s.subenabled, coalesce(e.apply_error_count, 0) AS applying, coalesce(e.sync_error_count, 0) AS copying, to_jsonb(e) AS stats
    FROM (VALUES (1)) AS always
    LEFT JOIN pg_subscription AS s
        ON s.subname = {{ subscription | sql.literal }} AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    LEFT JOIN pg_stat_subscription_stats AS e ON e.subid = s.oid
), counted AS (
    SELECT *, applying + copying - CASE WHEN applying + copying < CAST(:errors AS bigint) THEN 0 ELSE CAST(:errors AS bigint) END AS new
    FROM looked
)
SELECT oid IS NULL OR NOT subenabled OR new > {{ forgiven_errors }} AS failing,
       CASE WHEN oid IS NULL THEN format('the subscription %I is gone', {{ subscription | sql.literal }}::text)
            WHEN NOT subenabled THEN format('the subscription %I is switched off', {{ subscription | sql.literal }}::text)
            ELSE concat_ws('; ', format('its workers failed %s times since this step began (ever: %s applying, %s copying)', new, applying, copying),
                           'conflicts so far: ' || (SELECT string_agg(format('%s %s', n.value, substr(n.key, 7)), ', ') FROM jsonb_each_text(stats) AS n
                                                    WHERE n.key LIKE 'confl\_%' AND n.value <> '0'),
                           'not copied yet: ' || (SELECT string_agg(r.srrelid::regclass::text, ', ') FROM pg_subscription_rel AS r
                                                  WHERE r.srsubid = oid AND r.srsubstate <> 'r'))
       END AS cause,
       CASE WHEN oid IS NULL OR NOT subenabled THEN 'find out who did that; if it cannot be fixed, clean up with the plan in plans/examples/abort'
            ELSE 'the error is shown below, if it could be determined; otherwise the target''s server log has it. Once it is fixed, the target continues '
                 'by itself; apply again. To abort instead: the plan in plans/examples/abort'
       END AS remedy
FROM counted
