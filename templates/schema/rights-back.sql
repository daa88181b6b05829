-- Generates what takes the rights that the migration changed on what the target had before, back to what was recorded.
-- Generated from: target. Run on: target. Reads the record of record.sql.
WITH recorded AS (
    SELECT class, object, acl FROM planrunner.restored WHERE acl IS NOT NULL
), now (class, object, kind, name, acl) AS (
    SELECT 'pg_namespace'::regclass::oid, oid, 'SCHEMA', nspname, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace
    UNION ALL
    SELECT 'pg_language'::regclass, oid, 'LANGUAGE', lanname, coalesce(lanacl, acldefault('l', lanowner)) FROM pg_language
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, 'FOREIGN DATA WRAPPER', fdwname, coalesce(fdwacl, acldefault('F', fdwowner))
        FROM pg_foreign_data_wrapper
    UNION ALL
    SELECT 'pg_database'::regclass, oid, 'DATABASE', datname, coalesce(datacl, acldefault('d', datdba)) FROM pg_database
        WHERE datname = current_database()
), changed AS (
    SELECT kind, name, item.grantee, item.privilege_type, item.is_grantable, true AS more
    FROM recorded JOIN now USING (class, object), LATERAL (SELECT grantee, privilege_type, is_grantable FROM aclexplode(now.acl)
                                                           EXCEPT SELECT grantee, privilege_type, is_grantable
                                                               FROM aclexplode(recorded.acl)) AS item
    UNION ALL
    SELECT kind, name, item.grantee, item.privilege_type, item.is_grantable, false
    FROM recorded JOIN now USING (class, object), LATERAL (SELECT grantee, privilege_type, is_grantable FROM aclexplode(recorded.acl)
                                                           EXCEPT SELECT grantee, privilege_type, is_grantable
                                                               FROM aclexplode(now.acl)) AS item
), default_now AS (
    SELECT d.oid, d.defaclrole AS role, coalesce(n.nspname, '') AS schema, d.defaclobjtype AS type, acl.grantee, acl.privilege_type,
        acl.is_grantable
    FROM pg_default_acl AS d LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace, LATERAL aclexplode(d.defaclacl) AS acl
    WHERE EXISTS (SELECT FROM planrunner.restored WHERE class = 0 AND object = 0)
), default_before AS (
    -- A missing entry means the server's defaults; for an entry of one schema, nothing.
    SELECT DISTINCT now.role, now.schema, now.type, acl.grantee, acl.privilege_type, acl.is_grantable
    FROM default_now AS now
    LEFT JOIN planrunner.restored AS was ON was.class = 'pg_default_acl'::regclass AND was.object = now.oid,
    LATERAL aclexplode(coalesce(was.acl, CASE now.schema
        WHEN '' THEN acldefault(CASE now.type WHEN 'S' THEN 's' ELSE now.type END, now.role) END)) AS acl
), default_changed AS (
    SELECT x.*, true AS more FROM (SELECT role, schema, type, grantee, privilege_type, is_grantable FROM default_now
        EXCEPT TABLE default_before) AS x
    UNION ALL
    SELECT x.*, false FROM (TABLE default_before EXCEPT SELECT role, schema, type, grantee, privilege_type, is_grantable
        FROM default_now) AS x
), default_statement AS (
    SELECT c.more, format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', r.rolname, CASE c.schema WHEN '' THEN ''
        ELSE format(' IN SCHEMA %I', c.schema) END) AS start,
           CASE c.type WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' WHEN 'T' THEN 'TYPES'
               WHEN 'L' THEN 'LARGE OBJECTS' ELSE 'SCHEMAS' END AS what,
           c.privilege_type, c.is_grantable, coalesce(quote_ident(g.rolname), 'PUBLIC') AS grantee
    FROM default_changed AS c JOIN pg_roles AS r ON r.oid = c.role LEFT JOIN pg_roles AS g ON g.oid = c.grantee
), statement (phase, sql) AS (
    SELECT 1, format('REVOKE %s ON %s %I FROM %s', c.privilege_type, c.kind, c.name, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM changed AS c LEFT JOIN pg_roles AS r ON r.oid = c.grantee
    WHERE c.more
    UNION ALL
    SELECT 2, format('GRANT %s ON %s %I TO %s%s', c.privilege_type, c.kind, c.name, coalesce(quote_ident(r.rolname), 'PUBLIC'), CASE
        WHEN c.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM changed AS c LEFT JOIN pg_roles AS r ON r.oid = c.grantee
    WHERE NOT c.more
    UNION ALL
    SELECT 3, format('%sREVOKE %s ON %s FROM %s', start, privilege_type, what, grantee) FROM default_statement WHERE more
    UNION ALL
    SELECT 4, format('%sGRANT %s ON %s TO %s%s', start, privilege_type, what, grantee, CASE WHEN is_grantable THEN ' WITH GRANT OPTION'
        ELSE '' END)
    FROM default_statement WHERE NOT more
)
SELECT sql AS key, sql FROM statement GROUP BY phase, sql ORDER BY phase, sql
