-- The application: it inserts, updates and deletes in every table through every phase of the migration.
-- Each transaction begins at its line; :id, :client, :random and :turn come from the client.

-- transaction place-purchase
WITH placed AS (
    INSERT INTO shop.purchase (customer_id, channel, total, placed_at)
    VALUES (:random % 150000 + 1, 'app', (:random % 9000) / 8.0, now())
    RETURNING number
)
INSERT INTO shop.purchase_line (number, line, product_id, quantity, price)
SELECT placed.number, line, (:random + line) % 20000 + 1, line, 9.99
FROM placed, generate_series(1, 2) AS line;
UPDATE shop.stock SET on_hand = on_hand - 1 WHERE warehouse = :random % 3 + 1 AND product_id = :random % 20000 + 1;

-- transaction join
INSERT INTO shop.customer (email, "displayName", tags, preferences)
VALUES (CAST(:id AS text) || '@workload.test', 'Joined ' || :turn, ARRAY['new', CAST(:client AS text)], jsonb_build_object('turn', :turn));

-- transaction reprice
UPDATE shop.product SET price = (:random % 100000) / 100.0, weight = :turn / 3.0 WHERE id = :random % 20000 + 1;

-- transaction count-stock
UPDATE shop.stock SET on_hand = :random % 500 WHERE warehouse = :turn % 3 + 1 AND product_id = :random % 20000 + 1;

-- transaction book
INSERT INTO "Back Office"."Ledger Entry" ("select", "amount in €", booked)
VALUES ('turn ' || :turn, :random / 1000.0, tstzrange(now(), NULL));
UPDATE "Back Office"."Ledger Entry" SET "it's open" = NOT "it's open" WHERE "Entry Number" = :random % 60000 * 10 + 10;

-- transaction move-between-partitions
UPDATE shop.purchase SET placed_at = placed_at + interval '6 months' WHERE number = 1000 + :random % 330000;

-- transaction forget
DELETE FROM shop.purchase_line WHERE number = 1000 + :random % 225000;
DELETE FROM "Back Office"."Ledger Entry" WHERE "Entry Number" = :random % 60000 * 10 + 10;

-- transaction cache
INSERT INTO shop.page_cache (path, body) VALUES ('/w/' || :random % 2000, CAST(:id AS text))
ON CONFLICT (path) DO UPDATE SET body = excluded.body, cached_at = now();
UPDATE shop.customer SET preferences = jsonb_build_object('seen', :turn) WHERE id = :random % 150000 + 1;
