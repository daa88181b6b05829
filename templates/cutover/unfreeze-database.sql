-- Lets the application write in this database again: whoever could connect before the freeze, by what freeze-database.sql noted on
-- the sentinel's table, can connect again, and nobody else.
-- Side: source. Variables: application_roles, replication_role.
{{~ capture body ~}}
DECLARE
    noted aclitem[] := (SELECT obj_description(to_regclass('planrunner_sentinel.sentinel'))::aclitem[]);
    entry record;
BEGIN
    IF noted IS NULL THEN
        RETURN;
    END IF;
    FOR entry IN
        SELECT who.name, acl.is_grantable
        FROM (SELECT 'PUBLIC' AS name, 0::oid AS oid
              UNION ALL
              SELECT quote_ident(rolname), oid FROM pg_roles WHERE rolname IN (current_user, {{ replication_role | sql.literal }}, {{ application_roles | sql.list }})) AS who
        LEFT JOIN LATERAL (SELECT bool_or(a.is_grantable) AS is_grantable FROM aclexplode(noted) AS a
                           WHERE a.grantee = who.oid AND a.privilege_type = 'CONNECT') AS acl ON true
    LOOP
        IF entry.is_grantable IS NULL THEN
            EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM %s', current_database(), entry.name);
        ELSE
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO %s%s', current_database(), entry.name, CASE WHEN entry.is_grantable THEN ' WITH GRANT OPTION' END);
        END IF;
    END LOOP;
    COMMENT ON TABLE planrunner_sentinel.sentinel IS NULL;
END
{{~ end ~}}
DO {{ body | sql.literal }};
ALTER DATABASE {{ connections.source.database | sql.ident }} RESET default_transaction_read_only
