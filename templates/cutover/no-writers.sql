-- Has every write on the source ended: no session of the application, no prepared transaction, and nobody else (but this session)
-- inside a transaction that wrote? True or false.
-- Side: source. Arg: roles.
SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE usename IN ({{ args.roles | sql.list }}) AND datname = current_database())
   AND NOT EXISTS (SELECT FROM pg_prepared_xacts WHERE database = current_database())
   AND NOT EXISTS (SELECT FROM pg_stat_activity
                   WHERE datname = current_database() AND usename IS NOT NULL AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()) AS quiet
