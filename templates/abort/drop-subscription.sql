-- Generates the drop of the subscription, loosened from its slot first, so that it works with the source gone. Its slots are dropped
-- on the source. The subscription must be disabled already.
-- Generated from: target. Run on: target. Variable: subscription.
SELECT t.what AS key, format(t.sql, s.subname) AS sql
FROM pg_subscription AS s, (VALUES (1, 'loosen', 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)'), (2, 'drop', 'DROP SUBSCRIPTION IF EXISTS %I')) AS t (n, what, sql)
WHERE s.subname = {{ subscription | sql.literal }} AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY t.n
