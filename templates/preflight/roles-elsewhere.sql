-- Do the application's roles serve other databases of the cluster too? NOLOGIN, with which the plan freezes them, holds for all of
-- them, and stays after the migration. Rows are what shows it.
-- Side: source. Variable: application_roles.
WITH role AS (
    SELECT oid, rolname FROM pg_roles WHERE rolname IN ({{ application_roles | sql.list }})
), other AS (
    SELECT oid, datname, datdba, datacl FROM pg_database WHERE datname <> current_database() AND datallowconn
), found AS (
    SELECT role.rolname, other.datname, format('%s sessions now', count(*)) AS why
    FROM role JOIN pg_stat_activity AS s ON s.usesysid = role.oid JOIN other ON other.oid = s.datid
    GROUP BY role.rolname, other.datname
    UNION ALL
    SELECT role.rolname, other.datname, format('%s objects there belong to it', count(*))
    FROM role JOIN pg_shdepend AS d ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = role.oid AND d.deptype = 'o' JOIN other ON other.oid = d.dbid
    GROUP BY role.rolname, other.datname
    UNION ALL
    SELECT role.rolname, other.datname, format('it has rights on %s objects there', count(*))
    FROM role JOIN pg_shdepend AS d ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = role.oid AND d.deptype <> 'o' JOIN other ON other.oid = d.dbid
    GROUP BY role.rolname, other.datname
    UNION ALL
    SELECT role.rolname, other.datname, 'the database belongs to it' FROM role JOIN other ON other.datdba = role.oid
    UNION ALL
    SELECT DISTINCT role.rolname, other.datname, CASE WHEN acl.grantee = role.oid THEN 'CONNECT is granted to it' ELSE format('CONNECT is granted to %s', acl.grantee::regrole) END
    FROM role, other, LATERAL aclexplode(other.datacl) AS acl
    WHERE acl.privilege_type = 'CONNECT' AND acl.grantee <> 0 AND acl.grantee <> other.datdba AND pg_has_role(role.oid, acl.grantee, 'USAGE')
    UNION ALL
    SELECT role.rolname, other.datname, 'it has settings there' FROM role JOIN pg_db_role_setting AS s ON s.setrole = role.oid JOIN other ON other.oid = s.setdatabase
)
SELECT rolname AS role, datname AS database, string_agg(why, ', ' ORDER BY why) AS because,
       'write freeze: database into the variables of the environment; or, if it may be locked out there too, waived_checks: [roles-elsewhere]' AS remedy
FROM found
GROUP BY rolname, datname
ORDER BY 1, 2
