-- Drops the sentinel's table and schema.
-- Side: either. No variables.
DROP TABLE IF EXISTS planrunner_sentinel.sentinel;
DROP SCHEMA IF EXISTS planrunner_sentinel
