-- Does the source take the application's writes: not read-only by default, and its roles can log in and connect? True or false.
-- Side: source. Variable: application_roles.
SELECT NOT EXISTS (
        SELECT FROM pg_db_role_setting AS s
        WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.setrole = 0
          AND 'default_transaction_read_only=on' = ANY (s.setconfig))
   AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname IN ({{ application_roles | sql.list }}) AND NOT (rolcanlogin AND has_database_privilege(oid, current_database(), 'CONNECT'))) AS thawed
