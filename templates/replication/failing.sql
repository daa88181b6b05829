-- Has the subscription failed again and again since we began to look, or is it switched off or gone? True or false. A lost connection
-- counts as a failure too, so a few are forgiven.
-- Side: target. Variables: subscription, forgiven_errors. Param: errors (from errors.sql, when we began to look).
SELECT coalesce(bool_or(NOT s.subenabled OR e.apply_error_count + e.sync_error_count - CAST(:errors AS bigint) > {{ forgiven_errors }}), true) AS failing
FROM pg_subscription AS s LEFT JOIN pg_stat_subscription_stats AS e ON e.subid = s.oid
WHERE s.subname = {{ subscription | sql.literal }} AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
