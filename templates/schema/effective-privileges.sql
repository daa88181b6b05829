-- What may the application's roles really do, whichever way they came by it? To compare on both sides.
-- A pair of roles goes by its name on the source.
-- Side: either. Variables: application_roles, target_application_roles, schemas (empty: all).
WITH pair (role, elsewhere) AS (
    VALUES
    {{~ for role in application_roles ~}}
        ({{ role | sql.literal }}::text, {{ target_application_roles[for.index] | sql.literal }}::text){{ if !for.last }},{{ end }}
    {{~ end ~}}
), here AS (
    SELECT pair.role, coalesce(
        (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = pair.elsewhere),
        (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = pair.role)) AS oid
    FROM pair
), relation AS (
    SELECT c.oid, c.relkind, n.oid AS namespace, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT here.role, relation.name AS object,
       concat_ws(' ', CASE WHEN has_schema_privilege(here.oid, relation.namespace, 'USAGE') THEN 'usage' END,
                 CASE relation.relkind
                     WHEN 'S' THEN concat_ws(' ', CASE WHEN has_sequence_privilege(here.oid, relation.oid, 'USAGE') THEN 'nextval' END,
                                             CASE WHEN has_sequence_privilege(here.oid, relation.oid, 'UPDATE') THEN 'setval' END)
                     ELSE concat_ws(' ', CASE WHEN has_table_privilege(here.oid, relation.oid, 'SELECT') THEN 'select'
                                              WHEN has_any_column_privilege(here.oid, relation.oid, 'SELECT') THEN 'select-some' END,
                                    CASE WHEN has_table_privilege(here.oid, relation.oid, 'INSERT') THEN 'insert'
                                         WHEN has_any_column_privilege(here.oid, relation.oid, 'INSERT') THEN 'insert-some' END,
                                    CASE WHEN has_table_privilege(here.oid, relation.oid, 'UPDATE') THEN 'update'
                                         WHEN has_any_column_privilege(here.oid, relation.oid, 'UPDATE') THEN 'update-some' END,
                                    CASE WHEN has_table_privilege(here.oid, relation.oid, 'DELETE') THEN 'delete' END,
                                    CASE WHEN has_table_privilege(here.oid, relation.oid, 'TRUNCATE') THEN 'truncate' END)
                 END) AS may
FROM here, relation
ORDER BY 1, 2
