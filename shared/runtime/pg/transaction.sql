-- claim_inbox: the ids that were seen before drop out here and nowhere else; usually none, so those are told
WITH fresh AS (
    INSERT INTO inbox (event_id, content)
    SELECT id, content FROM unnest(%(ids)b::uuid[], %(contents)b::bytea[]) AS n (id, content) ORDER BY id
    ON CONFLICT DO NOTHING RETURNING event_id
)
SELECT id FROM unnest(%(ids)b::uuid[]) AS id EXCEPT SELECT event_id FROM fresh

-- contents_of: asked of ids that were seen before, after the claim: who claimed them at the same time has committed
SELECT event_id AS id, content FROM inbox WHERE event_id = ANY(%(ids)b::uuid[]) AND content IS NOT NULL

-- highest_format: read once, at a start beside the former version: no index is kept for that
SELECT greatest((SELECT max(format) FROM states), (SELECT max(format) FROM intake)) AS format

-- parked_among: share-locked, so that a replay can't finish between this look and our queueing behind it
SELECT aggregate FROM parked WHERE aggregate = ANY(%(aggregates)b::text[]) ORDER BY aggregate FOR SHARE

-- count_for_ready: few rows each, in one look, for whoever asks how we are: aggregates set aside; places of the log of
-- which nothing was decided on, until somebody has settled their letters; what the service has yet to publish, whichever
-- of its processes has it in memory
SELECT (SELECT count(*) FROM parked) AS parked, (SELECT count(*) FROM outbox) AS outbox_waiting, (
    SELECT count(*) FROM dead_letters
    WHERE code IN ('removed-unread', 'beyond-the-end', 'unreadable-batch') AND replayed_at IS NULL
        AND discarded_at IS NULL
) AS gaps

-- stopped_now: the switches that stop something, for whoever asks how we are
SELECT what, scope FROM switches WHERE stopped ORDER BY what, scope LIMIT %(limit)s

-- look_at_parked: is it set aside, and why
SELECT since, code FROM parked WHERE aggregate = %(aggregate)s

-- look_at_timers: what it waits for
SELECT kind, due_at FROM timers WHERE aggregate = %(aggregate)s

-- behind_others: aggregates with rows that another process has yet to publish. OFFSET 0 keeps the planner from reading
-- the whole table, which is mostly our own rows
SELECT DISTINCT o.aggregate FROM (SELECT 0 UNION ALL SELECT -2 UNION ALL SELECT owner FROM processes WHERE owner <> %(me)s) AS p (owner),
    LATERAL (
        SELECT aggregate FROM outbox WHERE owner = p.owner AND aggregate = ANY(%(aggregates)b::text[]) OFFSET 0
    ) AS o

-- stopped_switches: few rows, read with every batch, so a switch works at once; and what may lie unread (see heard)
SELECT what, scope FROM switches WHERE stopped
UNION ALL SELECT 'deaf', topic || ' since ' || to_char(since, 'YYYY-MM-DD HH24:MI "UTC"') FROM deaf

-- add_history: the primary key makes versions gapless and single-writer
INSERT INTO history (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes, published)
SELECT a, v, b, t, s, c, r, w, l, ok, j::json, string_to_array(p, ' ')::uuid[]
FROM unnest(%(aggregate)b::text[], %(version)b::int4[], %(about)b::text[], %(at)b::timestamptz[], %(said)b::text[], %(cause)b::text[],
            %(reason)b::text[], %(why)b::text[], %(rule)b::text[], %(accepted)b::bool[], %(changes)b::text[],
            %(published)b::text[])
    AS n (a, v, b, t, s, c, r, w, l, ok, j, p)

-- set_timers: one of a kind per aggregate; setting again moves it
INSERT INTO timers (aggregate, kind, due_at)
SELECT * FROM unnest(%(aggregates)b::text[], %(kinds)b::text[], %(due)b::timestamptz[])
ON CONFLICT (aggregate, kind) DO UPDATE SET due_at = excluded.due_at

-- cancel_timers: also how a fired one goes away
DELETE FROM timers USING unnest(%(aggregates)b::text[], %(kinds)b::text[]) AS n (aggregate, kind)
WHERE timers.aggregate = n.aggregate AND timers.kind = n.kind

-- add_outbox: in the order decided; seq follows it
INSERT INTO outbox (id, aggregate, topic, key, value, traceparent, type, owner)
SELECT * FROM unnest(%(id)b::uuid[], %(aggregate)b::text[], %(topic)b::text[], %(key)b::text[], %(value)b::bytea[],
                     %(traceparent)b::text[], %(type)b::text[], %(owner)b::int4[])

-- add_parked: the first reason stays
INSERT INTO parked (aggregate, since, code, detail)
SELECT * FROM unnest(%(aggregates)b::text[], %(since)b::timestamptz[], %(codes)b::text[], %(details)b::text[])
ON CONFLICT (aggregate) DO UPDATE SET attempts = parked.attempts + 1, replay = false

-- queue_parked: later events of a parked aggregate wait in their order
INSERT INTO parked_events (aggregate, inbox, topic, partition, position, value)
SELECT * FROM unnest(%(aggregate)b::text[], %(inbox)b::uuid[], %(topic)b::text[], %(partition)b::int4[],
                     %(position)b::int8[], %(value)b::text[])

-- unqueue_parked: these were replayed in this transaction
DELETE FROM parked_events WHERE inbox = ANY(%(ids)b::uuid[])

-- unpark: whole again when nothing is queued
DELETE FROM parked WHERE aggregate = ANY(%(aggregates)b::text[])
    AND NOT EXISTS (SELECT 1 FROM parked_events q WHERE q.aggregate = parked.aggregate)

-- add_dead: kept until somebody replays or discards it
INSERT INTO dead_letters (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, concerns)
SELECT id, at, topic, partition, position, code, detail, attempts, size_bytes, original,
       string_to_array(nullif(concerns, ''), ' ')::uuid[]
FROM unnest(%(id)b::uuid[], %(at)b::timestamptz[], %(topic)b::text[], %(partition)b::int4[],
                     %(position)b::int8[], %(code)b::text[], %(detail)b::text[], %(attempts)b::int4[],
                     %(size_bytes)b::int4[], %(original)b::text[], %(concerns)b::text[])
    AS n (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, concerns)
ON CONFLICT (id) DO NOTHING

-- throw_switches: the newest throw of a scope counts, whatever order they arrive in
INSERT INTO switches (what, scope, stopped, cause, at)
SELECT * FROM unnest(%(what)b::text[], %(scope)b::text[], %(stopped)b::bool[], %(cause)b::text[], %(at)b::timestamptz[])
ON CONFLICT (what, scope) DO UPDATE SET stopped = excluded.stopped, cause = excluded.cause, at = excluded.at
    WHERE switches.at <= excluded.at

-- lock_due: aggregates with a timer due, skipping those that somebody works on, those that are parked and those in a
-- newer format. Their names stay with the transaction, for the statements that follow in the same round trip. (Counting
-- keeps the plan to index look-ups, in the order due, whatever the planner believes of the tables. So below.)
WITH locked AS MATERIALIZED (
    SELECT s.aggregate FROM timers t JOIN states s USING (aggregate)
    WHERE t.due_at <= %(at)s AND s.format <= %(format)s
        AND (SELECT count(*) FROM parked p WHERE p.aggregate = t.aggregate) = 0
    ORDER BY t.due_at LIMIT %(limit)s FOR UPDATE OF s SKIP LOCKED
)
SELECT set_config('doorstep.due', coalesce(array_agg(DISTINCT aggregate), '{}')::text, true) = '{}' AS none FROM locked

-- due_of: read again under the lock, because a timer may have moved before we had it
SELECT aggregate, kind, due_at FROM timers
WHERE aggregate = ANY((SELECT current_setting('doorstep.due')::text[])::text[]) AND due_at <= %(at)s
ORDER BY due_at, aggregate, kind

-- due_after: what is next to come due, among what next_due would name
SELECT due_at FROM timers t WHERE due_at > %(at)s AND (SELECT count(*) FROM parked p WHERE p.aggregate = t.aggregate) = 0
    AND (SELECT count(*) FROM states s WHERE s.aggregate = t.aggregate AND s.format > %(format)s) = 0
ORDER BY due_at LIMIT 1

-- next_due: what the alarm clock sleeps until; the timers of a parked aggregate wait with it, those of one in a newer
-- format for somebody else
SELECT due_at FROM timers t WHERE (SELECT count(*) FROM parked p WHERE p.aggregate = t.aggregate) = 0
    AND (SELECT count(*) FROM states s WHERE s.aggregate = t.aggregate AND s.format > %(format)s) = 0
ORDER BY due_at LIMIT 1

-- lock_replay: one parked aggregate whose replay was asked for
SELECT aggregate FROM parked p
WHERE replay AND (SELECT count(*) FROM states s WHERE s.aggregate = p.aggregate AND s.format > %(format)s) = 0
ORDER BY since LIMIT 1 FOR UPDATE SKIP LOCKED

-- queued_of: its events, in the order they came
SELECT aggregate, inbox, topic, partition, position, value FROM parked_events WHERE aggregate = %(aggregate)s
ORDER BY seq LIMIT %(limit)s

-- register: this process, as an owner of outbox rows; its lock is held before others can see it
WITH me AS (INSERT INTO processes DEFAULT VALUES RETURNING owner)
SELECT owner, pg_advisory_lock_shared(%(space)s::int4, owner) FROM me

-- dead_owners: no connection of theirs is left. Asked before the outbox is read: what they wrote is visible by then
SELECT owner FROM processes EXCEPT
SELECT objid::bigint::int4 FROM pg_locks
WHERE locktype = 'advisory' AND classid = %(space)s::int4::oid AND objsubid = 2 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())

-- adopt_leftovers: rows of dead owners and rows that waited, unless a living process holds an older one, or an older one
-- is refused
WITH ripe AS (
    SELECT o.id FROM outbox o
    WHERE o.owner = ANY(%(dead)b::int4[] || 0)
      AND NOT EXISTS (
          SELECT 1 FROM processes p JOIN outbox e ON e.owner = p.owner
          WHERE p.owner <> ALL(%(dead)b::int4[]) AND e.aggregate = o.aggregate AND e.seq < o.seq
      )
      AND NOT EXISTS (
          SELECT 1 FROM outbox e
          WHERE e.refused IS NOT NULL AND e.owner = -2 AND e.aggregate = o.aggregate AND e.seq < o.seq
      )
    ORDER BY o.seq LIMIT %(limit)s
)
UPDATE outbox SET owner = %(me)s FROM ripe WHERE outbox.id = ripe.id
RETURNING outbox.seq, outbox.id, outbox.aggregate, topic, key, value, traceparent, type

-- forget_dead: processes that are gone and left nothing
DELETE FROM processes p
WHERE owner = ANY(%(dead)b::int4[]) AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.owner = p.owner)

-- one_sweeper: leftovers are adopted by one process at a time, so their order holds
SELECT pg_try_advisory_xact_lock(%(space)s::bigint) AS mine

-- refuse: rows of ours that the broker does not take, and all of ours that stand behind them
UPDATE outbox SET
    owner = CASE WHEN id = ANY(%(ids)b::uuid[]) THEN -2 ELSE 0 END,
    refused = coalesce((SELECT n.code FROM unnest(%(ids)b::uuid[], %(codes)b::text[]) AS n (id, code) WHERE n.id = outbox.id),
                       refused),
    refused_at = CASE WHEN id = ANY(%(ids)b::uuid[]) THEN coalesce(refused_at, now()) ELSE refused_at END
WHERE owner = %(me)s AND aggregate = ANY(%(aggregates)b::text[])

-- try_refused: they may be adopted again
UPDATE outbox SET owner = 0 WHERE refused IS NOT NULL AND owner = -2 AND refused = ANY(%(codes)b::text[]) RETURNING id

-- count_refused: few rows, for whoever asks how we are
SELECT topic, refused AS code, count(*) AS count FROM outbox WHERE refused IS NOT NULL GROUP BY topic, refused
ORDER BY topic, refused

-- published: acknowledged by the broker, up to where; only ever forward
WITH gone AS (DELETE FROM outbox WHERE id = ANY(%(ids)b::uuid[]))
INSERT INTO published_places AS p (topic, partition, next_offset)
SELECT n.topic, n.partition, n.at
FROM unnest(%(topics)b::text[], %(partitions)b::int4[], %(at)b::int8[]) AS n (topic, partition, at)
ORDER BY n.topic, n.partition
ON CONFLICT (topic, partition) DO UPDATE SET next_offset = greatest(p.next_offset, excluded.next_offset)

-- take_in: durable before the caller is answered, in the order told; an id stored or handled before is dropped
INSERT INTO intake (id, aggregate, at, doc, format)
SELECT n.id, n.aggregate, n.at, n.doc, n.format
FROM unnest(%(id)b::uuid[], %(aggregate)b::text[], %(at)b::timestamptz[], %(doc)b::bytea[], %(format)b::int2[])
    WITH ORDINALITY AS n (id, aggregate, at, doc, format, place)
WHERE (SELECT count(*) FROM inbox WHERE event_id = n.id) = 0
ORDER BY n.place
ON CONFLICT (id) DO NOTHING

-- lock_intake: who locks the oldest row of an aggregate has all of its rows, so their order holds. A row that is in the
-- inbox was stored again just while it was being handled. What is in a newer format waits, with all behind it
WITH heads AS MATERIALIZED (
    SELECT aggregate FROM intake i
    WHERE seq = (SELECT min(seq) FROM intake e WHERE e.aggregate = i.aggregate)
      AND (SELECT count(*) FROM parked p WHERE p.aggregate = i.aggregate) = 0
      AND (SELECT count(*) FROM intake e WHERE e.aggregate = i.aggregate AND e.format > %(format)s) = 0
      AND (SELECT count(*) FROM states s WHERE s.aggregate = i.aggregate AND s.format > %(format)s) = 0
    ORDER BY seq LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), ours AS MATERIALIZED (
    SELECT seq, id, aggregate, at, doc FROM intake JOIN heads USING (aggregate) ORDER BY seq LIMIT %(limit)s
)
SELECT id, aggregate, at, doc, (SELECT count(*) FROM inbox WHERE event_id = id) > 0 AS again FROM ours ORDER BY seq

-- forget_intake: handled in this transaction; the inbox remembers
WITH handled AS (DELETE FROM intake WHERE id = ANY(%(ids)b::uuid[]) RETURNING id)
INSERT INTO inbox (event_id) SELECT id FROM handled ORDER BY id ON CONFLICT DO NOTHING
