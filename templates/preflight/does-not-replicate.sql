-- What else is in the source that neither the schema's dump nor replication brings over? Rows are for reading.
-- Side: source. No variables.
SELECT 'event trigger' AS what, evtname::text AS name, 'needs a superuser; recreate it if the target allows' AS remark FROM pg_event_trigger
WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = pg_event_trigger.oid AND d.deptype = 'e')
UNION ALL
SELECT 'foreign server', srvname, 'its user mappings are not dumped without their passwords' FROM pg_foreign_server
UNION ALL
SELECT 'setting', format('%s%s', CASE s.setrole WHEN 0 THEN 'database' ELSE s.setrole::regrole::text END, ': ' || array_to_string(s.setconfig, ', ')),
       'set it on the target by hand'
FROM pg_db_role_setting AS s
WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND (s.setrole = 0 OR pg_has_role(s.setrole, 'USAGE'))
UNION ALL
SELECT 'publication', pubname, 'left out of the dump on purpose' FROM pg_publication
UNION ALL
SELECT 'invalid index', indexrelid::regclass::text, 'not dumped; drop it or build it again' FROM pg_index WHERE NOT indisvalid
UNION ALL
SELECT 'tablespace', spcname, 'the target puts everything into its own' FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')
ORDER BY 1, 2
