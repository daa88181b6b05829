-- Is every table copied and following the source? True or false.
-- Side: target. Variable: subscription.
SELECT count(*) > 0 AND bool_and(r.srsubstate = 'r') AS copied
FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid
WHERE s.subname = {{ subscription | sql.literal }} AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
