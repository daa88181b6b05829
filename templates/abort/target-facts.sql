-- Who is the target, and which subscriptions does it have besides ours? The names of the slots of single tables hold both.
-- Side: target. Variable: subscription.
SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system,
       coalesce((SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_subscription
                 WHERE NOT (subname = {{ subscription | sql.literal }} AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()))), '') AS others
