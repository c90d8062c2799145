-- Topics without whose newest records nothing unprompted is done, and for how long one may lie unread. `since`: before
-- that nobody asked.
CREATE TABLE IF NOT EXISTS must_hear (
    topic text PRIMARY KEY,
    within_s double precision NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Everything that was published on a partition up to `at` (this server's clock) was decided on. `shut`: records are
-- left unread on purpose, because the breaker of their topic is open.
CREATE TABLE IF NOT EXISTS heard (
    topic text NOT NULL,
    partition integer NOT NULL,
    at timestamptz NOT NULL,
    shut boolean NOT NULL DEFAULT false,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- Topics of which something may lie unread for too long, and up to when they were heard. Age is this server's: services
-- may run on a virtual clock, or on a wrong one.
CREATE OR REPLACE VIEW deaf AS
SELECT m.topic, coalesce(h.at, m.since) AS since
FROM must_hear m LEFT JOIN LATERAL (
    SELECT min(heard.at) AS at, bool_or(heard.shut) AS shut FROM heard WHERE heard.topic = m.topic
) AS h ON true
WHERE h.shut OR coalesce(h.at, m.since) < clock_timestamp() - make_interval(secs => m.within_s);

-- What an operator let go: of this partition everything bad up to `up_to` (excluded) becomes dead letters at once,
-- breaker or not. Rows stay, as a record of who decided what.
CREATE TABLE IF NOT EXISTS set_aside (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    partition integer NOT NULL,
    up_to bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    why text NOT NULL
);
CREATE INDEX IF NOT EXISTS set_aside_at ON set_aside (at);
