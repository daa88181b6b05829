-- Is this database of the source frozen: read-only by default, and none of the application's roles able to connect to it? True or
-- false.
-- Side: source. Variable: application_roles.
SELECT EXISTS (
        SELECT FROM pg_db_role_setting AS s
        WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.setrole = 0
          AND 'default_transaction_read_only=on' = ANY (s.setconfig))
   AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname IN ({{ application_roles | sql.list }})
                   AND has_database_privilege(oid, current_database(), 'CONNECT')) AS frozen
