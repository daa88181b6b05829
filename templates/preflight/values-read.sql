-- Which settings of the target make it read values that the source sends as others than they are, or refuse them? Its workers have
-- those of the database and of the subscription's owner. Rows are problems.
-- Side: target. Param: sent (JSON, from values-sent.sql).
WITH setting AS (
    SELECT name, reset_val AS value FROM pg_settings WHERE name IN ('xmloption', 'array_nulls', 'lc_monetary')
), sent AS (
    SELECT * FROM jsonb_to_record(CAST(:sent AS jsonb)) AS s (xml boolean, arrays boolean, money boolean, lc_monetary text)
)
SELECT format('%s is %s', name, value) AS problem,
       CASE name WHEN 'xmloption' THEN 'xml that is no whole document is refused'
                 WHEN 'array_nulls' THEN 'a NULL in an array becomes the text "NULL"'
                 ELSE format('money is sent as %s writes it', sent.lc_monetary) END AS because,
       format('ALTER ROLE %I IN DATABASE %I SET %s = %L', current_user, current_database(), name,
              CASE name WHEN 'xmloption' THEN 'content' WHEN 'array_nulls' THEN 'on' ELSE sent.lc_monetary END) AS remedy
FROM setting, sent
WHERE CASE name WHEN 'xmloption' THEN sent.xml AND value <> 'content'
                WHEN 'array_nulls' THEN sent.arrays AND value <> 'on'
                ELSE sent.money AND value <> sent.lc_monetary END
ORDER BY 1
