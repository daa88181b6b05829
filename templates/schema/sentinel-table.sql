-- Makes the table whose one row later proves that everything before it has arrived. It must be there before the schema is
-- dumped and the publication made, so that both sides have it and replication carries it.
-- Side: source. No variables.
CREATE SCHEMA planrunner_sentinel;
CREATE TABLE planrunner_sentinel.sentinel (
    lane text PRIMARY KEY,
    nonce uuid NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
);
-- It comes with the rest of the schema, so its being on the target says that the rest is there.
CREATE INDEX post_data ON planrunner_sentinel.sentinel (written_at);
COMMENT ON SCHEMA planrunner_sentinel IS 'Belongs to a running migration; dropped at its end'
