-- Writes a fresh nonce. It is the last commit on the source, and commits are applied in their order: when the target shows it,
-- everything before it is there as well.
-- Side: source. No variables.
INSERT INTO planrunner_sentinel.sentinel AS s (lane, nonce)
VALUES ('main', md5(random()::text || clock_timestamp()::text)::uuid)
ON CONFLICT (lane) DO UPDATE SET nonce = excluded.nonce, written_at = now()
RETURNING s.nonce
