-- How often have the subscription's workers failed so far?
-- Side: target. Variable: subscription.
SELECT coalesce((
    SELECT e.apply_error_count + e.sync_error_count
    FROM pg_stat_subscription_stats AS e
    WHERE e.subname = {{ subscription | sql.literal }}
), 0) AS errors
