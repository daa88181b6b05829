-- Does the subscription fail again and again, or is it switched off? True or false. A lost connection counts as an error too, so a
-- few are forgiven.
-- Side: target. Variables: subscription, forgiven_errors.
SELECT coalesce(bool_or(NOT s.subenabled OR coalesce(e.apply_error_count + e.sync_error_count, 0) > {{ forgiven_errors }}), true) AS failing
FROM pg_subscription AS s LEFT JOIN pg_stat_subscription_stats AS e ON e.subid = s.oid
WHERE s.subname = {{ subscription | sql.literal }} AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
