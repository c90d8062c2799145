-- What every service shows of itself, in a schema of its own beside the private one (docs/adr/0030). Others read these
-- views and nothing else; their columns are only ever added to (docs/published).

-- The ids of the events that a decision published: whoever was told one of them finds the decision behind it. NULL in
-- decisions of before they were kept.
ALTER TABLE history ADD COLUMN IF NOT EXISTS published uuid[];

CREATE OR REPLACE VIEW :published.decisions AS
SELECT aggregate, version, about, at, said, cause, published, reason, why, rule, accepted FROM history;
COMMENT ON VIEW :published.decisions IS 'Every decision: what was said, the id of the event or input that caused it, the ids of what it published, and why. about is the case, also where the aggregate is a region.';

CREATE OR REPLACE VIEW :published.timers AS SELECT aggregate, kind, due_at FROM timers;
COMMENT ON VIEW :published.timers IS 'What a case or region waits for, and until when.';

CREATE OR REPLACE VIEW :published.parked AS
SELECT p.aggregate, p.since, p.code, p.detail, p.attempts, p.replay,
       (SELECT count(*) FROM parked_events e WHERE e.aggregate = p.aggregate) AS queued
FROM parked p;
COMMENT ON VIEW :published.parked IS 'Cases and regions that were set aside, with how many events queue behind them.';

CREATE OR REPLACE VIEW :published.queued AS
SELECT seq, aggregate, inbox, topic, partition, position, value FROM parked_events;
COMMENT ON VIEW :published.queued IS 'Events that wait behind what is parked, by seq; value is sealed under the quarantine key.';

CREATE OR REPLACE VIEW :published.dead_letters AS
SELECT id, at, topic, partition, position, code, detail, attempts, size_bytes, original, replayed_at, discarded_at,
       discarded_why, mended_by, mended_why
FROM dead_letters;
COMMENT ON VIEW :published.dead_letters IS 'Records that are no event, and who settled them; original is sealed under the quarantine key.';

CREATE OR REPLACE VIEW :published.switches AS SELECT what, scope, stopped, cause, at FROM switches;
COMMENT ON VIEW :published.switches IS 'The switches as this service knows them.';

CREATE OR REPLACE VIEW :published.waiting AS
SELECT (SELECT count(*) FROM outbox) AS outbox,
       (SELECT count(*) FROM intake) AS intake,
       (SELECT count(*) FROM intake i WHERE NOT EXISTS (SELECT 1 FROM parked p WHERE p.aggregate = i.aggregate))
           AS intake_not_parked,
       (SELECT count(*) FROM parked) AS parked,
       (SELECT min(due_at) FROM timers) AS next_timer;
COMMENT ON VIEW :published.waiting IS 'One row: what is yet to be published, decided on, fired.';
