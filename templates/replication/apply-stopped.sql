-- Has the disabled subscription's worker ended? True or false.
-- Side: target. Variable: subscription.
SELECT NOT EXISTS (SELECT FROM pg_stat_subscription AS s WHERE s.subname = {{ subscription | sql.literal }} AND s.pid IS NOT NULL) AS stopped
