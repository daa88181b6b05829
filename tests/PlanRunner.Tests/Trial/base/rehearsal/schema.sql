-- The least that the plan and its workload need. What a case adds comes after it, as the superuser.
SET ROLE shop_owner;
CREATE SCHEMA shop;
CREATE TABLE shop.message (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
CREATE TABLE shop.workload_ledger (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL,
    client integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE shop.workload_counter (client integer PRIMARY KEY, value bigint NOT NULL DEFAULT 0);
INSERT INTO shop.message (body) SELECT 'message ' || n FROM generate_series(1, 200) AS n;
INSERT INTO shop.workload_counter (client) SELECT generate_series(0, 1);
GRANT USAGE ON SCHEMA shop TO shop_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop TO shop_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA shop TO shop_web;
