-- What the schema consists of, one row an object, to compare on both sides. Owners, privileges and comments are not in it, nor the
-- bodies of views, which different versions of Postgres print differently, nor what differs between a schema and its restored dump
-- and makes no difference: the order of columns in a table that inherits, copies of constraints and triggers in partitions, indexes
-- that are not valid.
-- Side: either. Arg: section: "before" is what must be alike before rows come, "all" is everything.
-- Variables: schemas (empty: all), leave_out_of_schema. Setting: search_path must be empty, so that names are printed in full.
WITH scope AS (
    SELECT n.oid, n.nspname
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }}, 'planrunner_sentinel')
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
), left_out (pattern) AS (
    -- As grep reads it, over an entry as the dump's list of contents has it.
    SELECT '(?b)' || pattern
    FROM unnest(ARRAY[{{ if (leave_out_of_schema | array.size) > 0 }}{{ leave_out_of_schema | sql.list }}{{ end }}]::text[]) AS pattern
), relation AS (
    SELECT c.*, scope.nspname, format('%I.%I', scope.nspname, c.relname) AS name
    FROM pg_class AS c JOIN scope ON scope.oid = c.relnamespace
    WHERE c.relpersistence <> 't'
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      AND NOT EXISTS (
          SELECT FROM left_out
          WHERE format('0; 1259 0 %s %s %s ',
                       CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE'
                                      WHEN 'c' THEN 'TYPE' WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' ELSE 'TABLE' END,
                       scope.nspname, c.relname) ~ left_out.pattern)
), member (classid, objid) AS (
    SELECT d.classid, d.objid FROM pg_depend AS d WHERE d.deptype = 'e'
{{~ if args.section == 'all' ~}}
), setting (oid, entry) AS (
    -- What a function sets. A list of names has the quotes it was given, or those of quote_all_identifiers; its dump has others.
    SELECT s.oid, s.name || '=' || CASE WHEN s.name IN ('search_path', 'temp_tablespaces') THEN coalesce(list.names, '{}') ELSE s.value END
    FROM (SELECT p.oid, lower(split_part(c, '=', 1)) AS name, substr(c, strpos(c, '=') + 1) AS value
          FROM pg_proc AS p, unnest(p.proconfig) AS c) AS s,
         LATERAL (
             SELECT array_agg(CASE WHEN word[1] LIKE '"%' THEN replace(substr(word[1], 2, length(word[1]) - 2), '""', '"')
                                   ELSE lower(word[1]) END ORDER BY place)::text
             FROM regexp_matches(s.value, '"(?:[^"]|"")*"|[^[:space:],"]+', 'g') WITH ORDINALITY AS m (word, place)) AS list (names)
{{~ end ~}}
), object (kind, name, definition, entry) AS (
    SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialised view'
                        WHEN 'f' THEN 'foreign table' ELSE 'composite type' END,
           name,
           concat_ws(' ', CASE relpersistence WHEN 'u' THEN 'unlogged' END,
                     CASE relkind WHEN 'r' THEN 'identity ' || relreplident::text END,
                     {{~ if args.section == 'all' ~}}
                     CASE WHEN relrowsecurity THEN 'row security' END,
                     {{~ end ~}}
                     CASE WHEN relforcerowsecurity THEN 'forced' END,
                     pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid)),
           NULL
    FROM relation WHERE relkind IN ({{ if args.section == 'all' }}'r', 'p', 'v', 'm', 'f', 'c'{{ else }}'r', 'p'{{ end }})
    UNION ALL
    SELECT 'column', format('%s.%I', relation.name, a.attname),
           concat_ws(' ', CASE WHEN relation.relispartition OR NOT EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = relation.oid)
                               THEN row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum)::text END,
                     format_type(a.atttypid, a.atttypmod),
                     CASE WHEN a.attnotnull THEN 'not null' END, 'identity ' || nullif(a.attidentity::text, ''),
                     'generated ' || nullif(a.attgenerated::text, ''), a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)),
           NULL
    FROM relation
    JOIN pg_attribute AS a ON a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE relation.relkind IN ({{ if args.section == 'all' }}'r', 'p', 'v', 'm', 'f', 'c'{{ else }}'r', 'p'{{ end }})
    UNION ALL
    SELECT 'index', relation.name, concat_ws(' ', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'invalid' END,
                                             CASE WHEN i.indisreplident THEN 'replica identity' END),
           NULL
    FROM relation JOIN pg_index AS i ON i.indexrelid = relation.oid
    {{~ if args.section == 'all' ~}}
    WHERE i.indisvalid OR relation.relkind = 'I'
    UNION ALL
    SELECT 'constraint', format('%s: %I', relation.name, k.conname),
           concat_ws(' ', pg_get_constraintdef(k.oid), CASE WHEN NOT k.convalidated THEN 'not valid' END),
           format('%s %s %s %s ', CASE k.contype WHEN 'f' THEN 'FK CONSTRAINT' WHEN 'c' THEN 'CHECK CONSTRAINT' ELSE 'CONSTRAINT' END,
                  relation.nspname, relation.relname, k.conname)
    FROM relation JOIN pg_constraint AS k ON k.conrelid = relation.oid
    WHERE k.contype NOT IN ('n', 't') AND NOT (k.contype = 'f' AND k.conparentid <> 0)
    UNION ALL
    SELECT 'sequence', relation.name,
           concat_ws(' ', s.seqtypid::regtype::text, 'start', s.seqstart::text, 'by', s.seqincrement::text, 'from', s.seqmin::text, 'to', s.seqmax::text,
                     'cache', s.seqcache::text, CASE WHEN s.seqcycle THEN 'cycle' END),
           NULL
    FROM relation JOIN pg_sequence AS s ON s.seqrelid = relation.oid
    UNION ALL
    SELECT 'trigger', format('%s: %I', relation.name, t.tgname), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled::text),
           format('TRIGGER %s %s %s ', relation.nspname, relation.relname, t.tgname)
    FROM relation JOIN pg_trigger AS t ON t.tgrelid = relation.oid
    WHERE NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL
    SELECT 'rule', format('%s: %I', relation.name, r.rulename), concat_ws(' ', r.ev_type::text, r.is_instead::text, r.ev_enabled::text),
           format('RULE %s %s %s ', relation.nspname, relation.relname, r.rulename)
    FROM relation JOIN pg_rewrite AS r ON r.ev_class = relation.oid
    WHERE r.rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', format('%s: %I', relation.name, p.polname),
           concat_ws(' ', p.polcmd::text, p.polpermissive::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)),
           format('POLICY %s %s %s ', relation.nspname, relation.relname, p.polname)
    FROM relation JOIN pg_policy AS p ON p.polrelid = relation.oid
    UNION ALL
    SELECT 'statistics', format('%I.%I', scope.nspname, s.stxname), pg_get_statisticsobjdef(s.oid), format('STATISTICS %s %s ', scope.nspname, s.stxname)
    FROM pg_statistic_ext AS s JOIN scope ON scope.oid = s.stxnamespace
    UNION ALL
    SELECT 'function', format('%I.%I(%s)', scope.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
           concat_ws(' ', p.prokind::text, pg_get_function_result(p.oid), p.provolatile::text, CASE WHEN p.prosecdef THEN 'security definer' END,
                     (SELECT array_agg(setting.entry ORDER BY setting.entry)::text FROM setting WHERE setting.oid = p.oid), md5(p.prosrc)),
           format('%s %s %s(', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END, scope.nspname, p.proname)
    FROM pg_proc AS p JOIN scope ON scope.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
      -- The functions that come with a range type are named after it, and their number depends on the version.
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
    UNION ALL
    SELECT 'type', format('%I.%I', scope.nspname, t.typname),
           CASE t.typtype WHEN 'e' THEN (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid)
                          WHEN 'r' THEN (SELECT concat_ws(' ', r.rngsubtype::regtype::text, nullif(r.rngsubdiff::regproc::text, '-')) FROM pg_range AS r WHERE r.rngtypid = t.oid)
                          ELSE concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END, t.typdefault,
                                         (SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype <> 'n'))
           END,
           format('%s %s %s ', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, scope.nspname, t.typname)
    FROM pg_type AS t JOIN scope ON scope.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd', 'r') AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_type'::regclass AND objid = t.oid)
    UNION ALL
    SELECT 'operator', format('%I.%s(%s, %s)', scope.nspname, o.oprname, nullif(o.oprleft, 0)::regtype, nullif(o.oprright, 0)::regtype), o.oprcode::regprocedure::text,
           format('OPERATOR %s %s ', scope.nspname, o.oprname)
    FROM pg_operator AS o JOIN scope ON scope.oid = o.oprnamespace
    WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_operator'::regclass AND objid = o.oid)
    UNION ALL
    SELECT 'collation', format('%I.%I', scope.nspname, c.collname), concat_ws(' ', c.collprovider::text, c.collisdeterministic::text),
           format('COLLATION %s %s ', scope.nspname, c.collname)
    FROM pg_collation AS c JOIN scope ON scope.oid = c.collnamespace
    WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_collation'::regclass AND objid = c.oid)
    UNION ALL
    SELECT 'text search configuration', format('%I.%I', scope.nspname, c.cfgname),
           (SELECT string_agg(DISTINCT m.mapdict::regdictionary::text, ', ') FROM pg_ts_config_map AS m WHERE m.mapcfg = c.oid),
           format('TEXT SEARCH CONFIGURATION %s %s ', scope.nspname, c.cfgname)
    FROM pg_ts_config AS c JOIN scope ON scope.oid = c.cfgnamespace
    WHERE NOT EXISTS (SELECT FROM member WHERE classid = 'pg_ts_config'::regclass AND objid = c.oid)
    {{~ else ~}}
    JOIN relation AS indexed ON indexed.oid = i.indrelid
    WHERE indexed.relkind = 'r' AND (i.indisprimary OR i.indisreplident)
    {{~ end ~}}
)
SELECT kind, name, definition
FROM object
WHERE object.entry IS NULL OR NOT EXISTS (SELECT FROM left_out WHERE '0; 0 0 ' || object.entry ~ left_out.pattern)
ORDER BY 1, 2
