-- Makes the table whose one row later proves that everything before it has arrived. It must be there before the schema is
-- dumped and the publication made, so that both sides have it and replication carries it.
-- Side: source. No variables.
CREATE SCHEMA planrunner_sentinel;
CREATE TABLE planrunner_sentinel.sentinel (
    lane text PRIMARY KEY,
    nonce uuid NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON SCHEMA planrunner_sentinel IS 'Belongs to a running migration; dropped at its end'
