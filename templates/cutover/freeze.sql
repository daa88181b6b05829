-- Stops the application's writes on the source. NOLOGIN keeps the application out, once its sessions are ended; read-only is a
-- second safeguard, for everybody else who connects (a session can set it off again, so it is not the barrier).
-- Side: source. Variable: application_roles.
ALTER DATABASE {{ connections.source.database | sql.ident }} SET default_transaction_read_only = on;
{{~ for role in application_roles ~}}
ALTER ROLE {{ role | sql.ident }} NOLOGIN;
{{~ end ~}}
