-- Can the rights of the source be given here: may this role make others the owners of what they own there, and is what was here before
-- (the schema public, the database, languages) open to those who need it? Rows are what is missing.
-- Side: target. Params: roles, there, members (from schema/role-places.sql).
WITH role AS (
    SELECT r.oid, r.rolname, bool_or(p.owns) AS owns, bool_or(p.owns_in_public) AS owns_in_public,
           bool_or(p.bypasses) AND NOT r.rolbypassrls AND NOT r.rolsuper AS sees_less
    FROM jsonb_to_recordset(CAST(:roles AS jsonb)) AS p (target text, named boolean, owns boolean, owns_in_public boolean, bypasses boolean)
    JOIN pg_roles AS r ON r.rolname = p.target
    WHERE p.named
    GROUP BY r.oid, r.rolname, r.rolbypassrls, r.rolsuper
), wanted AS (
    SELECT w.what, coalesce(w.name, current_database()) AS name, w.privilege, w.role, coalesce(r.oid, 0) AS grantee
    FROM jsonb_to_recordset(CAST(:there AS jsonb)) AS w (what text, name text, privilege text, role text, may boolean)
    LEFT JOIN pg_roles AS r ON r.rolname = w.role
    WHERE w.may AND (w.role IS NULL OR r.oid IS NOT NULL)
), state AS (
    SELECT wanted.*, has_schema_privilege(grantee, n.oid, privilege) AS has,
        has_schema_privilege(n.oid, privilege || ' WITH GRANT OPTION') AS can
    FROM wanted JOIN pg_namespace AS n ON n.nspname = wanted.name WHERE what = 'SCHEMA'
    UNION ALL
    SELECT wanted.*, has_database_privilege(grantee, d.oid, privilege), has_database_privilege(d.oid, privilege || ' WITH GRANT OPTION')
    FROM wanted JOIN pg_database AS d ON d.datname = wanted.name WHERE what = 'DATABASE'
    UNION ALL
    SELECT wanted.*, has_language_privilege(grantee, l.oid, privilege), has_language_privilege(l.oid, privilege || ' WITH GRANT OPTION')
    FROM wanted JOIN pg_language AS l ON l.lanname = wanted.name WHERE what = 'LANGUAGE'
    UNION ALL
    SELECT wanted.*, has_foreign_data_wrapper_privilege(grantee, f.oid, privilege),
        has_foreign_data_wrapper_privilege(f.oid, privilege || ' WITH GRANT OPTION')
    FROM wanted JOIN pg_foreign_data_wrapper AS f ON f.fdwname = wanted.name WHERE what = 'FOREIGN DATA WRAPPER'
)
SELECT format('cannot make %I the owner of what it owns on the source', rolname) AS problem,
       format('GRANT %I TO %I%s', rolname, current_user, CASE
           WHEN current_setting('server_version_num')::int >= 160000 THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END) AS remedy
FROM role
WHERE owns AND NOT (pg_has_role(oid, 'USAGE')
    AND pg_has_role(oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END))
UNION ALL
SELECT format('%I owns objects in the schema public on the source, and may not make any in it here', rolname),
    format('GRANT CREATE ON SCHEMA public TO %I', rolname)
FROM role
WHERE owns_in_public AND NOT has_schema_privilege(oid, 'public', 'CREATE')
    AND NOT has_schema_privilege('public', 'CREATE WITH GRANT OPTION')
UNION ALL
SELECT format('%I bypasses row security on the source, and not here', rolname), format('ALTER ROLE %I BYPASSRLS', rolname)
FROM role
WHERE sees_less
UNION ALL
SELECT format('a policy is for %I, and without a role of that name it cannot be restored here', p.source),
       format('CREATE ROLE %I', p.source) || CASE WHEN p.named
           AND p.source <> p.target THEN format('; the plan then makes the policy one for %I', p.target) ELSE '' END
FROM jsonb_to_recordset(CAST(:roles AS jsonb)) AS p (source text, target text, named boolean, in_policy boolean)
WHERE p.in_policy AND NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = p.source)
UNION ALL
SELECT format('%s has %s on %s on the source, and not here', coalesce(quote_ident(role), 'PUBLIC'), privilege, CASE what
    WHEN 'DATABASE' THEN 'the database' ELSE lower(what) || ' ' || quote_ident(name) END),
       format('GRANT %s ON %s %I TO %s', privilege, what, name, coalesce(quote_ident(role), 'PUBLIC'))
FROM state
WHERE NOT has AND NOT can
UNION ALL
SELECT format('%I has the rights of %I on the source, and not here', m.role, m.of), format('GRANT %I TO %I', m.of, m.role)
FROM jsonb_to_recordset(CAST(:members AS jsonb)) AS m (role text, of text)
JOIN pg_roles AS r ON r.rolname = m.role
LEFT JOIN pg_roles AS g ON g.rolname = m.of
WHERE g.oid IS NULL OR NOT pg_has_role(r.oid, g.oid, 'USAGE')
ORDER BY 1
