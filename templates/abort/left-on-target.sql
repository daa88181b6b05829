-- What is left of the migration on the target, besides rows? Rows are leftovers.
-- Side: target. Variable: subscription.
SELECT 'subscription' AS what, subname::text AS name
FROM pg_subscription
WHERE subname IN ({{ subscription | sql.literal }}, 'planrunner_try') AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL
SELECT 'replication origin', o.roname
FROM pg_replication_origin AS o
WHERE o.roname ~ '^pg_[0-9]+(_[0-9]+)?$'
  AND NOT EXISTS (SELECT FROM pg_subscription AS s WHERE s.oid::text = substring(o.roname FROM '^pg_([0-9]+)'))
UNION ALL
SELECT 'schema', nspname FROM pg_namespace WHERE nspname = 'planrunner_sentinel'
