-- Generates the drops of origins whose subscription no longer exists. Dropping a subscription takes its origins along, so there
-- are none unless something was interrupted.
-- Generated from: target. Run on: target. No variables.
SELECT o.roname AS key, format('SELECT pg_catalog.pg_replication_origin_drop(%L)', o.roname) AS sql
FROM pg_replication_origin AS o
WHERE o.roname ~ '^pg_[0-9]+(_[0-9]+)?$'
  AND NOT EXISTS (SELECT FROM pg_subscription AS s WHERE s.oid::text = substring(o.roname FROM '^pg_([0-9]+)'))
ORDER BY 1
