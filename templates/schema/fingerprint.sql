-- What the schema consists of, one row an object, to compare on both sides. Owners, privileges and comments are not in it, nor the
-- bodies of views, which different versions of Postgres print differently.
-- Side: either. Variable: schemas (empty: all). Setting: search_path must be empty, so that names are printed in full.
WITH scope AS (
    SELECT n.oid, n.nspname
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
), relation AS (
    SELECT c.*, format('%I.%I', scope.nspname, c.relname) AS name
    FROM pg_class AS c JOIN scope ON scope.oid = c.relnamespace
    WHERE c.relpersistence <> 't'
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view'
                    WHEN 'f' THEN 'foreign table' ELSE 'composite type' END AS kind,
       name,
       concat_ws(' ', CASE relpersistence WHEN 'u' THEN 'unlogged' END,
                 CASE relkind WHEN 'r' THEN 'identity ' || relreplident::text END,
                 CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relforcerowsecurity THEN 'forced' END,
                 pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid)) AS definition
FROM relation WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'column', format('%s.%I', relation.name, a.attname),
       concat_ws(' ', row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum)::text, format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attnotnull THEN 'not null' END, 'identity ' || nullif(a.attidentity::text, ''),
                 'generated ' || nullif(a.attgenerated::text, ''), a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid))
FROM relation
JOIN pg_attribute AS a ON a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'index', relation.name, concat_ws(' ', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'invalid' END,
                                         CASE WHEN i.indisreplident THEN 'replica identity' END)
FROM relation JOIN pg_index AS i ON i.indexrelid = relation.oid
UNION ALL
SELECT 'constraint', format('%s: %I', relation.name, k.conname), concat_ws(' ', pg_get_constraintdef(k.oid), CASE WHEN NOT k.convalidated THEN 'not valid' END)
FROM relation JOIN pg_constraint AS k ON k.conrelid = relation.oid
WHERE k.contype <> 'n'
UNION ALL
SELECT 'sequence', relation.name,
       concat_ws(' ', s.seqtypid::regtype::text, 'start', s.seqstart::text, 'by', s.seqincrement::text, 'from', s.seqmin::text, 'to', s.seqmax::text,
                 'cache', s.seqcache::text, CASE WHEN s.seqcycle THEN 'cycle' END)
FROM relation JOIN pg_sequence AS s ON s.seqrelid = relation.oid
UNION ALL
SELECT 'trigger', format('%s: %I', relation.name, t.tgname), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled::text)
FROM relation JOIN pg_trigger AS t ON t.tgrelid = relation.oid
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policy', format('%s: %I', relation.name, p.polname),
       concat_ws(' ', p.polcmd::text, p.polpermissive::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM relation JOIN pg_policy AS p ON p.polrelid = relation.oid
UNION ALL
SELECT 'function', format('%I.%I(%s)', scope.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
       concat_ws(' ', p.prokind::text, pg_get_function_result(p.oid), p.provolatile::text, md5(p.prosrc))
FROM pg_proc AS p JOIN scope ON scope.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'type', format('%I.%I', scope.nspname, t.typname),
       CASE t.typtype WHEN 'e' THEN (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid)
                      ELSE concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END, t.typdefault,
                                     (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype <> 'n'))
       END
FROM pg_type AS t JOIN scope ON scope.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd')
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY 1, 2
