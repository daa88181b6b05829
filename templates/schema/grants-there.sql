-- Generates the rights of the source on what the target had before the restore: its schema public, the database, languages and foreign
-- data wrappers. Only what is missing, and what PUBLIC has here and not on the source in the schema public.
-- Generated from: target. Run on: target. Param: there (from role-places.sql on the source).
WITH wanted AS (
    SELECT w.what, coalesce(w.name, current_database()) AS name, w.privilege, w.may, coalesce(quote_ident(w.role), 'PUBLIC') AS role,
        coalesce(r.oid, 0) AS grantee
    FROM jsonb_to_recordset(CAST(:there AS jsonb)) AS w (what text, name text, privilege text, role text, may boolean)
    LEFT JOIN pg_roles AS r ON r.rolname = w.role
    WHERE w.role IS NULL OR r.oid IS NOT NULL
), state AS (
    SELECT wanted.*, n.nspowner AS owner, has_schema_privilege(grantee, n.oid, privilege) AS has,
        has_schema_privilege(n.oid, privilege || ' WITH GRANT OPTION') AS can
    FROM wanted JOIN pg_namespace AS n ON n.nspname = wanted.name WHERE what = 'SCHEMA'
    UNION ALL
    SELECT wanted.*, d.datdba, has_database_privilege(grantee, d.oid, privilege),
        has_database_privilege(d.oid, privilege || ' WITH GRANT OPTION')
    FROM wanted JOIN pg_database AS d ON d.datname = wanted.name WHERE what = 'DATABASE'
    UNION ALL
    SELECT wanted.*, l.lanowner, has_language_privilege(grantee, l.oid, privilege),
        has_language_privilege(l.oid, privilege || ' WITH GRANT OPTION')
    FROM wanted JOIN pg_language AS l ON l.lanname = wanted.name WHERE what = 'LANGUAGE'
    UNION ALL
    SELECT wanted.*, f.fdwowner, has_foreign_data_wrapper_privilege(grantee, f.oid, privilege),
           has_foreign_data_wrapper_privilege(f.oid, privilege || ' WITH GRANT OPTION')
    FROM wanted JOIN pg_foreign_data_wrapper AS f ON f.fdwname = wanted.name WHERE what = 'FOREIGN DATA WRAPPER'
)
SELECT format('%s on %s %s to %s', privilege, what, name, role) AS key,
    format('GRANT %s ON %s %I TO %s', privilege, what, name, role) AS sql
FROM state
WHERE may AND NOT has AND can
UNION ALL
SELECT format('no %s on %s %s to PUBLIC', privilege, what, name), format('REVOKE %s ON %s %I FROM PUBLIC', privilege, what, name)
FROM state
WHERE what = 'SCHEMA' AND grantee = 0 AND NOT may AND has AND pg_has_role(owner, 'USAGE')
ORDER BY 1
