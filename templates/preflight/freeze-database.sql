-- Would taking CONNECT on this database from PUBLIC and from the application's roles keep these out? Rows are what lets them in.
-- Side: source. Variable: application_roles.
WITH role AS (
    SELECT oid, rolname FROM pg_roles WHERE rolname IN ({{ application_roles | sql.list }})
), here AS (
    SELECT oid, datname, datdba, coalesce(datacl, acldefault('d', datdba)) AS acl FROM pg_database WHERE datname = current_database()
)
SELECT format('%I may connect by its membership in %s', role.rolname, acl.grantee::regrole) AS problem,
       format('REVOKE CONNECT ON DATABASE %I FROM %s; GRANT CONNECT ON DATABASE %I TO %I', here.datname, acl.grantee::regrole, here.datname, role.rolname) AS remedy
FROM role, here, LATERAL aclexplode(here.acl) AS acl
WHERE acl.privilege_type = 'CONNECT' AND acl.grantee NOT IN (0, role.oid) AND pg_has_role(role.oid, acl.grantee, 'USAGE')
UNION ALL
SELECT format('%I may connect by a grant of %s, which is not the database''s owner', coalesce(nullif(acl.grantee, 0)::regrole::text, 'PUBLIC'), acl.grantor::regrole),
       format('as %s: REVOKE CONNECT ON DATABASE %I FROM %s', acl.grantor::regrole, here.datname, coalesce(nullif(acl.grantee, 0)::regrole::text, 'PUBLIC'))
FROM here, LATERAL aclexplode(here.acl) AS acl
WHERE acl.privilege_type = 'CONNECT' AND acl.grantor <> here.datdba AND (acl.grantee = 0 OR acl.grantee IN (SELECT oid FROM role))
ORDER BY 1
