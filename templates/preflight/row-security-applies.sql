-- Into which tables could the target not replicate, because their row security holds for the subscription's owner too? Rows are
-- problems.
-- Side: target. Param: forced (JSON, from forced-row-security.sql).
SELECT forced.name AS "table",
       format('on the target ALTER ROLE %I BYPASSRLS, or on the source ALTER TABLE %s NO FORCE ROW LEVEL SECURITY and, after the cutover, FORCE on the target',
              current_user, forced.name) AS remedy
FROM jsonb_array_elements_text(CAST(:forced AS jsonb)) AS forced (name)
WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = current_user AND (r.rolbypassrls OR r.rolsuper))
ORDER BY 1
