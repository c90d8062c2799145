-- ask_operations: kept for ever under its id, so what comes again is not done again
INSERT INTO operations (id, at, by, why, kind, target, doc)
SELECT n.id, n.at, n.by, n.why, n.kind, n.target, n.doc
FROM unnest(%(id)b::uuid[], %(at)b::timestamptz[], %(by)b::text[], %(why)b::text[], %(kind)b::text[],
            %(target)b::text[], %(doc)b::bytea[])
    WITH ORDINALITY AS n (id, at, by, why, kind, target, doc, place)
ORDER BY n.place
ON CONFLICT (id) DO NOTHING

-- next_operation: one after another in the order asked, whichever process does it
SELECT id, doc FROM operations WHERE seq = (SELECT min(seq) FROM operations WHERE done_at IS NULL) AND done_at IS NULL
FOR UPDATE SKIP LOCKED

-- settle_operations: in the transaction that carried it out
UPDATE operations SET done_at = n.at, refused = nullif(n.refused, '')
FROM unnest(%(id)b::uuid[], %(at)b::timestamptz[], %(refused)b::text[]) AS n (id, at, refused)
WHERE operations.id = n.id

-- ask_replay: the service replays it in its next round
UPDATE parked SET replay = true WHERE aggregate = %(aggregate)s RETURNING aggregate

-- lock_parked: nobody replays it while we look
SELECT aggregate FROM parked WHERE aggregate = %(aggregate)s FOR UPDATE

-- discard_queued: the event that breaks leaves the queue, and stays readable among the dead letters
WITH gone AS (
    DELETE FROM parked_events WHERE aggregate = %(aggregate)s AND inbox = %(event)s
        AND seq = (SELECT min(seq) FROM parked_events WHERE aggregate = %(aggregate)s)
    RETURNING inbox, aggregate, topic, partition, position, value
), again AS (
    UPDATE parked SET replay = true FROM gone WHERE parked.aggregate = gone.aggregate
)
INSERT INTO dead_letters
    (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, discarded_at, discarded_why,
     concerns)
SELECT inbox, p.since, topic, partition, position, p.code, p.detail, p.attempts, 0, value, now(), %(why)s,
       ARRAY[%(concerns)b::uuid]
FROM gone JOIN parked p USING (aggregate)
RETURNING id

-- return_letter: the broker has the record again. Its own bytes stay as they came, also where an operator changed them
UPDATE dead_letters SET replayed_at = now(), mended_by = coalesce(%(mended_by)s, mended_by),
    mended_why = CASE WHEN %(mended_by)s::text IS NULL THEN mended_why ELSE %(why)s END
WHERE id = %(letter)s RETURNING id

-- discard_letter: kept, sealed, but no longer anybody's task
UPDATE dead_letters SET discarded_at = now(), discarded_why = %(why)s
WHERE id = %(letter)s AND replayed_at IS NULL AND discarded_at IS NULL RETURNING id

-- set_aside: an operator lets go of what is bad up to there; the service's breaker hears of it in its next round
INSERT INTO set_aside (topic, partition, up_to, why) VALUES (%(topic)s, %(partition)s, %(up_to)s, %(why)s) RETURNING id

-- retry_refused: it may be adopted again, and then what its aggregate says after it
UPDATE outbox SET owner = 0 WHERE id = %(event)s AND refused IS NOT NULL AND owner = -2 RETURNING id

-- drop_refused: the decision that told it stays in history; nobody else hears of it
DELETE FROM outbox WHERE id = %(event)s AND refused IS NOT NULL AND owner = -2 RETURNING id
