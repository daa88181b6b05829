-- How far is the copy, in bytes? A table that is copied counts as it is on disk.
-- Side: target. Variable: subscription. Param: bytes (from source-bytes.sql).
SELECT least(coalesce(sum(pg_relation_size(r.srrelid)), 0), CAST(:bytes AS bigint))::bigint AS done,
       CAST(:bytes AS bigint) AS total,
       'bytes' AS unit
FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid
WHERE s.subname = {{ subscription | sql.literal }}
