-- May this role read, publish and replicate everything in scope? Rows are what it may not.
-- Side: source. Variable: schemas (empty: all).
WITH me AS (
    SELECT rolsuper, rolreplication FROM pg_roles WHERE rolname = current_user
), relation AS (
    SELECT c.oid, c.relkind, c.relowner, n.oid AS namespace, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'S') AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT 'cannot create a replication slot' AS problem, format('ALTER ROLE %I REPLICATION, or on Aurora and RDS GRANT rds_replication TO %I', current_user, current_user) AS remedy
FROM me
WHERE NOT rolsuper AND NOT rolreplication
  AND NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = 'rds_replication' AND pg_has_role(r.oid, 'MEMBER'))
UNION ALL
SELECT 'cannot create a publication or a schema in this database', format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)
WHERE NOT has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT DISTINCT format('cannot use schema %I', n.nspname), format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, current_user)
FROM relation JOIN pg_namespace AS n ON n.oid = relation.namespace
WHERE NOT has_schema_privilege(n.oid, 'USAGE')
UNION ALL
SELECT format('cannot read %s', name), format('GRANT SELECT ON %s TO %I', name, current_user)
FROM relation
WHERE CASE relkind WHEN 'S' THEN NOT has_sequence_privilege(oid, 'SELECT') ELSE NOT has_table_privilege(oid, 'SELECT') END
UNION ALL
SELECT format('cannot publish %s, which belongs to %I', name, relowner::regrole), CASE WHEN (SELECT r.rolsuper FROM pg_roles AS r WHERE r.oid = relowner)
            THEN format('ALTER TABLE %s OWNER TO a role that %I belongs to', name, current_user)
            ELSE format('GRANT %s TO %I', relowner::regrole, current_user) END
FROM relation
WHERE relkind = 'r' AND NOT pg_has_role(relowner, 'USAGE')
