-- Are the names that the plan will use free? Rows are what has them already.
-- Side: target. Variable: subscription.
SELECT format('subscription %I', subname) AS taken
FROM pg_subscription
WHERE subname = {{ subscription | sql.literal }}
  AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'schema planrunner_sentinel' FROM pg_namespace WHERE nspname = 'planrunner_sentinel'
