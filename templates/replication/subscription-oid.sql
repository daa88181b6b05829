-- The subscription's number, which the names of its tables' slots on the source contain.
-- Side: target. Variable: subscription.
SELECT oid::bigint AS oid
FROM pg_subscription
WHERE subname = {{ subscription | sql.literal }} AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
