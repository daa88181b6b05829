-- transaction write
INSERT INTO shop.message (body) VALUES ('message ' || :turn);

-- transaction rewrite
UPDATE shop.message SET body = 'rewritten ' || :turn WHERE id = :random % 200 + 1;
