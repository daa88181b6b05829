-- What the application does on an ordinary day, in small: it inserts, updates and deletes, and leaves nothing. Write your own.
-- Side: target, as the application's role.
-- Arg: keys. "explicit": before the cutover, in a transaction that is rolled back, with a key that no real row has, because the
-- target's sequences are not set yet. "own": after it, with the sequences' own values, which proves them too.
{{~ if args.keys == 'explicit' ~}}
INSERT INTO shop.customer (id, email) OVERRIDING SYSTEM VALUE VALUES (-1, 'smoke@write.test');
INSERT INTO shop.purchase (number, ticket, customer_id, total, placed_at) VALUES (-1, 0, -1, 1, now());
{{~ else ~}}
INSERT INTO shop.customer (email) VALUES ('smoke@write.test');
INSERT INTO shop.purchase (customer_id, total, placed_at) SELECT id, 1, now() FROM shop.customer WHERE lower(email) = 'smoke@write.test';
{{~ end ~}}
UPDATE shop.purchase SET total = 2 WHERE customer_id = (SELECT id FROM shop.customer WHERE lower(email) = 'smoke@write.test');
DELETE FROM shop.purchase WHERE customer_id = (SELECT id FROM shop.customer WHERE lower(email) = 'smoke@write.test');
DELETE FROM shop.customer WHERE lower(email) = 'smoke@write.test'
