-- What has the migration left on the target? Rows are leftovers.
-- Side: target. Variable: subscription. Param: subscription (its number, from subscription-oid.sql).
SELECT 'subscription' AS what, subname::text AS name FROM pg_subscription WHERE subname IN ({{ subscription | sql.literal }}, 'planrunner_try')
UNION ALL
SELECT 'replication origin', roname FROM pg_replication_origin WHERE roname ~ ('^pg_' || CAST(:subscription AS text) || '(_|$)')
UNION ALL
SELECT 'schema', nspname FROM pg_namespace WHERE nspname = 'planrunner_sentinel'
UNION ALL
SELECT 'record of the restore', 'planrunner.restored'
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'planrunner' AND c.relname = 'restored'
