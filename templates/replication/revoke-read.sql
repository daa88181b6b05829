-- Generates the revokes that take everything in this database back from the replication role, so that it can be dropped.
-- Generated from: source. Run on: source. Variable: replication_role.
WITH role AS (
    SELECT oid, rolname FROM pg_roles WHERE rolname = {{ replication_role | sql.literal }}
)
SELECT format('tables in %I', n.nspname) AS key,
       format('REVOKE ALL ON TABLE %s FROM %I', string_agg(DISTINCT format('%I.%I', n.nspname, c.relname), ', '), role.rolname) AS sql
FROM role, pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace, LATERAL aclexplode(c.relacl) AS acl
WHERE acl.grantee = role.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
GROUP BY n.nspname, role.rolname
UNION ALL
SELECT format('schema %I', n.nspname), format('REVOKE ALL ON SCHEMA %I FROM %I', n.nspname, role.rolname)
FROM role, pg_namespace AS n, LATERAL aclexplode(n.nspacl) AS acl
WHERE acl.grantee = role.oid
GROUP BY n.nspname, role.rolname
UNION ALL
SELECT 'database', format('REVOKE ALL ON DATABASE %I FROM %I', d.datname, role.rolname)
FROM role, pg_database AS d, LATERAL aclexplode(d.datacl) AS acl
WHERE acl.grantee = role.oid AND d.datname = current_database()
GROUP BY d.datname, role.rolname
ORDER BY 1 DESC
