-- 200,000 accounts whose keys have gaps and whose addresses are written every which way.
SET ROLE app_owner;

CREATE SCHEMA app;
CREATE TABLE app.account (
    id bigint GENERATED ALWAYS AS IDENTITY,
    email text NOT NULL,
    seen_at timestamptz,
    visits integer NOT NULL DEFAULT 0
);
INSERT INTO app.account (id, email) OVERRIDING SYSTEM VALUE
SELECT i * 3 + CASE WHEN i > 100000 THEN 5000000 ELSE 0 END,
       CASE i % 3 WHEN 0 THEN format(' Account%s@Example.test', i) WHEN 1 THEN format('account%s@EXAMPLE.TEST ', i) ELSE format('account%s@example.test', i) END
FROM generate_series(1, 200000) AS i;
ALTER TABLE app.account ADD PRIMARY KEY (id);
SELECT setval(pg_get_serial_sequence('app.account', 'id'), (SELECT max(id) FROM app.account));

-- These two stand for the application: its old version for as long as there is an old column, its new one from then on.
CREATE FUNCTION app.register(address text) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'app.account'::regclass AND attname = 'email' AND NOT attisdropped) THEN
        INSERT INTO app.account (email) VALUES (address);
    ELSE
        INSERT INTO app.account (email_address) VALUES (lower(btrim(address)));
    END IF;
END
$body$;
CREATE FUNCTION app.change_address(who bigint, address text) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'app.account'::regclass AND attname = 'email' AND NOT attisdropped) THEN
        UPDATE app.account SET email = address WHERE id = who;
    ELSE
        UPDATE app.account SET email_address = lower(btrim(address)) WHERE id = who;
    END IF;
END
$body$;

CREATE TABLE app.workload_ledger (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL,
    client integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE app.workload_counter (
    client integer PRIMARY KEY,
    value bigint NOT NULL DEFAULT 0
);
INSERT INTO app.workload_counter (client) SELECT generate_series(0, 63);

GRANT USAGE ON SCHEMA app TO app_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA app TO app_web;
ANALYZE;
