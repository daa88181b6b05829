-- Generates the grants that the application's roles have on the source, for the roles that take their place on the target, pair by
-- pair. The dump leaves privileges out, because the target's roles differ.
-- Generated from: source. Run on: target. Variables: application_roles, target_application_roles, schemas (empty: all).
WITH pair (grantee, name) AS (
    VALUES
    {{~ for role in application_roles ~}}
        ({{ role | sql.literal }}::text, {{ target_application_roles[for.index] | sql.literal }}::text){{ if !for.last }},{{ end }}
    {{~ end ~}}
), scope AS (
    SELECT n.oid, n.nspname, n.nspacl
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
), granted (target, grantee, privilege, grantable) AS (
    SELECT format('SCHEMA %I', scope.nspname), acl.grantee, acl.privilege_type, acl.is_grantable
    FROM scope, LATERAL aclexplode(scope.nspacl) AS acl
    UNION ALL
    SELECT format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, scope.nspname, c.relname), acl.grantee, acl.privilege_type, acl.is_grantable
    FROM scope JOIN pg_class AS c ON c.relnamespace = scope.oid, LATERAL aclexplode(c.relacl) AS acl
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT format('TABLE %I.%I', scope.nspname, c.relname), acl.grantee, format('%s (%I)', acl.privilege_type, a.attname), acl.is_grantable
    FROM scope JOIN pg_class AS c ON c.relnamespace = scope.oid JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped,
         LATERAL aclexplode(a.attacl) AS acl
    UNION ALL
    SELECT format('ROUTINE %I.%I(%s)', scope.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), acl.grantee, acl.privilege_type, acl.is_grantable
    FROM scope JOIN pg_proc AS p ON p.pronamespace = scope.oid, LATERAL aclexplode(p.proacl) AS acl
    UNION ALL
    SELECT format('TYPE %I.%I', scope.nspname, t.typname), acl.grantee, acl.privilege_type, acl.is_grantable
    FROM scope JOIN pg_type AS t ON t.typnamespace = scope.oid, LATERAL aclexplode(t.typacl) AS acl
)
SELECT format('%s to %I', granted.target, pair.name) || CASE WHEN granted.grantable THEN ' with grant option' ELSE '' END AS key,
       format('GRANT %s ON %s TO %I', string_agg(granted.privilege, ', ' ORDER BY granted.privilege), granted.target, pair.name)
       || CASE WHEN granted.grantable THEN ' WITH GRANT OPTION' ELSE '' END AS sql
FROM granted
JOIN pg_roles AS r ON r.oid = granted.grantee
JOIN pair ON pair.grantee = r.rolname
GROUP BY granted.target, pair.name, granted.grantable
UNION ALL
SELECT format('default %s in %s to %I', d.defaclobjtype, coalesce(quote_ident(scope.nspname), 'every schema'), pair.name),
       format('ALTER DEFAULT PRIVILEGES%s GRANT %s ON %s TO %I',
              CASE WHEN d.defaclnamespace = 0 THEN '' ELSE format(' IN SCHEMA %I', scope.nspname) END,
              string_agg(DISTINCT acl.privilege_type, ', '),
              CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
              pair.name)
FROM pg_default_acl AS d
LEFT JOIN scope ON scope.oid = d.defaclnamespace,
     LATERAL aclexplode(d.defaclacl) AS acl
JOIN pg_roles AS r ON r.oid = acl.grantee
JOIN pair ON pair.grantee = r.rolname
WHERE d.defaclnamespace = 0 OR scope.oid IS NOT NULL
GROUP BY d.defaclobjtype, d.defaclnamespace, scope.nspname, pair.name
ORDER BY 1
