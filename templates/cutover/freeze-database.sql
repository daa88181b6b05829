-- Stops the application's writes in this database of the source and in no other: where its roles serve other databases too, NOLOGIN
-- would shut them out of those. CONNECT is taken from PUBLIC and from these roles; whoever else may connect only because PUBLIC may
-- is shut out with them, but not this role and the one that the target reads as. Who could connect before is noted on the sentinel's
-- table, in the same transaction, so that an undo of the freeze knows it. Read-only is a second safeguard.
-- Side: source. Variables: application_roles, replication_role.
{{~ capture body ~}}
DECLARE
    granted name;
BEGIN
    IF obj_description('planrunner_sentinel.sentinel'::regclass) IS NULL THEN
        EXECUTE format('COMMENT ON TABLE planrunner_sentinel.sentinel IS %L',
                       (SELECT coalesce(datacl, acldefault('d', datdba))::text FROM pg_database WHERE datname = current_database()));
    END IF;
    FOR granted IN SELECT rolname FROM pg_roles WHERE rolname IN (current_user, {{ replication_role | sql.literal }}) LOOP
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), granted);
    END LOOP;
END
{{~ end ~}}
DO {{ body | sql.literal }};
ALTER DATABASE {{ connections.source.database | sql.ident }} SET default_transaction_read_only = on;
REVOKE CONNECT ON DATABASE {{ connections.source.database | sql.ident }} FROM PUBLIC;
{{~ for role in application_roles ~}}
REVOKE CONNECT ON DATABASE {{ connections.source.database | sql.ident }} FROM {{ role | sql.ident }};
{{~ end ~}}
