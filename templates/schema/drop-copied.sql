-- Generates the statements that take what the restore made off the target again, in every schema, and nothing else. What somebody else
-- made and what depends on it stop the whole: the first statement then fails and names them. A schema that holds something else stays.
-- Generated from: target. Run on: target. Reads the record of record.sql; if that was interrupted before the restore ended, whatever
-- did not exist before counts.
WITH ours AS (
    SELECT o.class, o.object
    FROM planrunner.restorable AS o
    LEFT JOIN planrunner.restored AS r ON r.class = o.class AND r.object = o.object
    WHERE CASE WHEN EXISTS (SELECT FROM planrunner.restored WHERE class = 0 AND object = 1) THEN r.made
               ELSE r.class IS NULL AND EXISTS (SELECT FROM planrunner.restored WHERE class = 0 AND object = 0) END
       OR o.class = 'pg_class'::regclass
          AND o.object IN (SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'planrunner_sentinel')
), object AS (
    SELECT ours.class, ours.object, i.type, i.schema, i.identity
    FROM ours, LATERAL pg_identify_object(ours.class, ours.object, 0) AS i
), whole AS (       -- with the parts that come and go with them: types of rows, indexes, rules, defaults, members of extensions
    SELECT class, object FROM ours
    UNION
    SELECT d.classid, d.objid FROM pg_depend AS d JOIN ours ON ours.class = d.refclassid AND ours.object = d.refobjid WHERE d.deptype <> 'n'
    UNION
    SELECT d2.classid, d2.objid
    FROM pg_depend AS d JOIN ours ON ours.class = d.refclassid AND ours.object = d.refobjid
    JOIN pg_depend AS d2 ON d2.refclassid = d.classid AND d2.refobjid = d.objid
    WHERE d.deptype <> 'n' AND d2.deptype <> 'n'
), others AS (
    SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) AS other,
        pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) AS on_what
    FROM whole JOIN pg_depend AS d ON d.refclassid = whole.class AND d.refobjid = whole.object
    WHERE d.deptype = 'n' AND whole.class <> 'pg_namespace'::regclass
      AND d.classid <> 'pg_default_acl'::regclass
      AND NOT EXISTS (SELECT FROM whole AS w WHERE w.class = d.classid AND w.object = d.objid)
      AND NOT EXISTS (SELECT FROM pg_depend AS up JOIN whole AS w ON w.class = up.refclassid AND w.object = up.refobjid
                      WHERE up.classid = d.classid AND up.objid = d.objid AND up.deptype <> 'n')
), many AS (        -- kinds whose DROP takes a list
    SELECT type, identity, CASE WHEN type IN ('table', 'view', 'materialized view', 'foreign table', 'sequence', 'type', 'function',
        'procedure', 'aggregate')
                                THEN row_number() OVER (PARTITION BY type ORDER BY identity) / 50
                                ELSE -row_number() OVER (PARTITION BY type ORDER BY identity) END AS part
    FROM object
    WHERE type <> 'schema'
), statement (phase, key, sql) AS (
    SELECT 0, 'nothing else depends on it',
           format('DO %L', format('BEGIN RAISE EXCEPTION USING MESSAGE = %L, DETAIL = %L, HINT = %L; END',
                                  'objects that the restore did not make depend on what it made',
                                      string_agg(format('%s depends on %s', other, on_what), E'\n' ORDER BY other),
                                  'Drop them on the target, or let go of what they depend on, then go on.'))
    FROM others
    HAVING count(*) > 0
    UNION ALL
    SELECT CASE WHEN type IN ('event trigger', 'publication') THEN 1 WHEN type IN ('view', 'materialized view') THEN 2
                WHEN type IN ('table', 'foreign table') THEN 3
                    WHEN type IN ('language', 'foreign-data wrapper', 'server', 'access method') THEN 8
                WHEN type = 'extension' THEN 9 WHEN type = 'type' THEN 6 ELSE 5 END,
           format('%s %s%s', type, min(identity), CASE WHEN count(*) > 1 THEN format(' and %s more', count(*) - 1) ELSE '' END),
           format('DROP %s IF EXISTS %s CASCADE', CASE type WHEN 'statistics object' THEN 'STATISTICS'
               WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER' ELSE upper(type) END,
                  string_agg(identity, ', ' ORDER BY identity))
    FROM many
    GROUP BY type, part
    UNION ALL
    SELECT 10, 'schema ' || object.identity, format('DROP SCHEMA IF EXISTS %s', object.identity)
    FROM object
    WHERE object.type = 'schema'
      AND NOT EXISTS (SELECT FROM pg_depend AS d
                      WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = object.object AND d.deptype = 'n'
                        AND d.classid <> 'pg_default_acl'::regclass
                        AND NOT EXISTS (SELECT FROM whole AS w WHERE w.class = d.classid AND w.object = d.objid))
    UNION ALL
    SELECT 11, 'comment on schema ' || n.nspname, format('COMMENT ON SCHEMA %I IS %L', n.nspname, was.comment)
    FROM planrunner.restored AS was JOIN pg_namespace AS n ON n.oid = was.object
    WHERE was.class = 'pg_namespace'::regclass AND NOT was.made AND obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM was.comment
)
SELECT key, sql FROM statement ORDER BY phase, key
