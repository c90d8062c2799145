-- A row that Kafka refuses is set aside under owner -2, and what its aggregate says later waits behind it under owner 0.
-- refused: the code, also while it is tried again; null for all others.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS refused text;
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS refused_at timestamptz;
CREATE INDEX IF NOT EXISTS outbox_refused ON outbox (aggregate, seq) WHERE refused IS NOT NULL;

CREATE OR REPLACE VIEW :published.refused AS
SELECT id, aggregate, topic, type, refused AS code, refused_at AS since, octet_length(value) AS size_bytes,
       (SELECT count(*) FROM outbox later WHERE later.aggregate = o.aggregate AND later.seq > o.seq) AS behind
FROM outbox o WHERE refused IS NOT NULL;
COMMENT ON VIEW :published.refused IS 'Events that Kafka does not take as they are, and how many of the same aggregate wait behind.';
