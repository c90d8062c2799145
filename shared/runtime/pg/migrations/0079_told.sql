-- What waits behind something parked is also what the world told the service directly (replies, receipts): nobody saw it.
CREATE OR REPLACE VIEW :published.told AS
SELECT seq, aggregate, id, at, stored_json(doc) ->> 'kind' AS kind FROM intake;
COMMENT ON VIEW :published.told IS 'What the world told this service directly and is not decided on yet, by seq: its kind, NULL where it can''t be read, and nothing of what it says.';

CREATE OR REPLACE VIEW :published.parked AS
SELECT p.aggregate, p.since, p.code, p.detail, p.attempts, p.replay,
       (SELECT count(*) FROM parked_events e WHERE e.aggregate = p.aggregate) AS queued,
       (SELECT count(*) FROM intake i WHERE i.aggregate = p.aggregate) AS told
FROM parked p;
COMMENT ON VIEW :published.parked IS 'Cases and regions that were set aside, with how many events queue behind them, and how many inputs that the world told directly.';
