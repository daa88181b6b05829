-- Generates what stops the subscription's workers.
-- Generated from: target. Run on: target. Variable: subscription.
SELECT format('ALTER SUBSCRIPTION %I DISABLE', s.subname) AS sql
FROM pg_subscription AS s
WHERE s.subname = {{ subscription | sql.literal }} AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
