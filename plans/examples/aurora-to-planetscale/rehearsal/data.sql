-- About 1.1 million rows, made from series so that every load gives the same.

SET ROLE shop_owner;
SET maintenance_work_mem = '256MB';
SET TimeZone = 'UTC';

INSERT INTO shop.customer (email, "displayName", tags, preferences, joined_at)
SELECT format('customer%s@example%s.test', i, i % 40),
       CASE WHEN i % 7 > 0 THEN format('Customer “%s”', i) END,
       CASE i % 5 WHEN 0 THEN ARRAY['new', 'a,b', '"quoted"'] WHEN 1 THEN ARRAY['gold', NULL] ELSE '{}' END,
       CASE WHEN i % 3 = 0 THEN jsonb_build_object('theme', i % 4, 'note', E'tab\there', 'deep', jsonb_build_array(i, NULL)) END,
       timestamptz '2020-01-01 00:00:00+00' + i * interval '17 minutes 0.123456 seconds'
FROM generate_series(1, 150000) AS i;

INSERT INTO shop.product (sku, price, tax_rate, weight, thumbnail, changed_at)
SELECT format('SKU-%s', lpad(i::text, 6, '0')), (i % 9973) / 7.0, CASE WHEN i % 4 = 0 THEN 5.5 ELSE 20 END,
       CASE i % 11 WHEN 0 THEN 'NaN' WHEN 1 THEN NULL ELSE i / 3.0 END,
       CASE WHEN i % 2 = 0 THEN decode(md5(i::text), 'hex') END,
       timestamptz '2024-06-01 12:00:00+00' + i * interval '1 second'
FROM generate_series(1, 20000) AS i;

INSERT INTO shop.shelf ("Aisle/Bay") SELECT format('%s/%s', i / 10, i % 10) FROM generate_series(1, 300) AS i;

INSERT INTO shop.purchase (customer_id, channel, total, placed_at)
SELECT i % 150000 + 1, (ARRAY['web', 'app', 'phone', 'market "place"'])[i % 4 + 1]::shop.channel, (i % 20011) / 13.0,
       timestamptz '2024-12-20 00:00:00+00' + i * interval '3 minutes 1.5 seconds'
FROM generate_series(1, 330000) AS i;

INSERT INTO shop.purchase_line (number, line, product_id, quantity, price)
SELECT 1000 + (i / 2), i % 2, i % 20000 + 1, i % 5 + 1, (i % 9973) / 7.0
FROM generate_series(0, 449999) AS i;

INSERT INTO shop.stock (warehouse, product_id, on_hand)
SELECT w, p, (w * p) % 500
FROM generate_series(1, 3) AS w, generate_series(1, 20000) AS p;

INSERT INTO "Back Office"."Ledger Entry" ("select", "amount in €", "it's open", booked)
SELECT format('entry %s; -- not a comment', i), i * 1.2345 - 30000, i % 3 = 0,
       tstzrange(timestamptz '2025-03-01 00:00:00+00' + i * interval '1 minute', NULL)
FROM generate_series(1, 60000) AS i;

INSERT INTO shop.page_cache (path, body)
SELECT format('/p/%s', i), repeat(md5(i::text), 4) FROM generate_series(1, 5000) AS i;

INSERT INTO shop.workload_counter (client) SELECT generate_series(0, 63);
