-- Where this service has read to, and what it has published (docs/adr/0052). Topics are named without
-- DOORSTEP_TOPIC_PREFIX, as everywhere in these tables.

-- The next offset to read, moved by the transaction that decided on, kept or parked everything before it, and only ever
-- forward. The check refuses a batch that begins beyond what this database has: it is older than who decided (see
-- move_places).
CREATE TABLE IF NOT EXISTS consumed_places (
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL CONSTRAINT place_is_known CHECK (next_offset >= 0),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- One past the highest offset that Kafka acknowledged for an event of ours, moved by the transaction that forgets its
-- outbox row. Records of ours beyond it are of decisions that this database does not have, or has yet to publish.
CREATE TABLE IF NOT EXISTS published_places (
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- A row: this service reads nothing, fires nothing, sends nothing and publishes nothing until the recovery is done, and
-- removes it. detail: which places, as they are here and as they are in Kafka.
CREATE TABLE IF NOT EXISTS recovery (
    id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    cause text NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    detail jsonb NOT NULL DEFAULT '{}'
);

-- Records of `source` from first_offset up to before end_offset are passed over when they are read: they tell of a
-- time that was lost with the database.
CREATE TABLE IF NOT EXISTS skipped_ranges (
    topic text NOT NULL,
    partition integer NOT NULL,
    source text NOT NULL,
    first_offset bigint NOT NULL,
    end_offset bigint NOT NULL CHECK (end_offset > first_offset),
    PRIMARY KEY (topic, partition, source, first_offset)
);

CREATE OR REPLACE VIEW :published.places AS SELECT topic, partition, next_offset, at FROM consumed_places;
COMMENT ON VIEW :published.places IS 'Up to which offset (excluded) each partition was decided on, and when that was written.';

CREATE OR REPLACE VIEW :published.recovery AS SELECT cause, since, detail FROM recovery;
COMMENT ON VIEW :published.recovery IS 'A row while everything is held until ./doorstep recover was run: why, since when, which places.';

-- Which life of this database this is: each hold begins another. Offsets that the group committed in an earlier one say
-- nothing any more, and those of a later one that this is a copy of before.
CREATE TABLE IF NOT EXISTS lives (
    number integer PRIMARY KEY,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    cause text NOT NULL
);
INSERT INTO lives (number, cause) VALUES (1, 'made') ON CONFLICT DO NOTHING;

-- What was removed from the log before we read it is heard by nobody. If the topic must be heard, its letter keeps us deaf
-- until an operator has settled it; `since` is then no later than that letter.
CREATE INDEX IF NOT EXISTS dead_letters_removed ON dead_letters (topic, at)
    WHERE code IN ('removed-unread', 'beyond-the-end') AND replayed_at IS NULL AND discarded_at IS NULL;

CREATE OR REPLACE VIEW deaf AS
SELECT m.topic, least(coalesce(h.at, m.since), d.at) AS since
FROM must_hear m LEFT JOIN LATERAL (
    SELECT min(heard.at) AS at, bool_or(heard.shut) AS shut FROM heard WHERE heard.topic = m.topic
) AS h ON true LEFT JOIN LATERAL (
    SELECT min(dead_letters.at) AS at FROM dead_letters
    WHERE dead_letters.topic = m.topic AND code IN ('removed-unread', 'beyond-the-end') AND replayed_at IS NULL
      AND discarded_at IS NULL
) AS d ON true
WHERE h.shut OR d.at IS NOT NULL OR coalesce(h.at, m.since) < clock_timestamp() - make_interval(secs => m.within_s);
