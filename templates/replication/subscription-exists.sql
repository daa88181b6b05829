-- Does our subscription exist, in this database? True or false.
-- Side: target. Variable: subscription.
SELECT EXISTS (
    SELECT FROM pg_subscription
    WHERE subname = {{ subscription | sql.literal }} AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS there
