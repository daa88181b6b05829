-- Has the target applied the sentinel, with every table in step? True or false.
-- Side: target. Variable: subscription. Param: nonce.
SELECT EXISTS (SELECT FROM planrunner_sentinel.sentinel WHERE lane = 'main' AND nonce = CAST(:nonce AS uuid))
   AND NOT EXISTS (SELECT FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid
                   WHERE s.subname = {{ subscription | sql.literal }} AND r.srsubstate <> 'r') AS applied
