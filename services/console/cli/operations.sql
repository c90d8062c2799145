-- ask_replay: the service replays it in its next round
UPDATE parked SET replay = true WHERE aggregate = %(aggregate)s RETURNING aggregate

-- mark_replayed: after the broker has the record again
UPDATE dead_letters SET replayed_at = now() WHERE id = %(id)s RETURNING id

-- mark_mended: the same for one that an operator changed; its own bytes stay as they came
UPDATE dead_letters SET replayed_at = now(), mended_by = %(by)s, mended_why = %(why)s WHERE id = %(id)s RETURNING id

-- discard_letter: kept, sealed, but no longer anybody's task
UPDATE dead_letters SET discarded_at = now(), discarded_why = %(why)s WHERE id = %(id)s RETURNING id

-- discard_queued: the event that breaks leaves the queue, and stays readable among the dead letters
WITH first AS (
    DELETE FROM parked_events WHERE seq = (
        SELECT e.seq FROM parked_events e JOIN parked p USING (aggregate)
        WHERE e.aggregate = %(aggregate)s ORDER BY e.seq LIMIT 1
    ) RETURNING inbox, aggregate, topic, partition, position, value
)
INSERT INTO dead_letters
    (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, discarded_at, discarded_why)
SELECT first.inbox, p.since, topic, partition, position, p.code, p.detail, p.attempts, 0, value, now(), %(why)s
FROM first JOIN parked p USING (aggregate)
RETURNING id

-- lock_parked: nobody replays it while we look
SELECT aggregate FROM parked WHERE aggregate = %(aggregate)s FOR UPDATE

-- say_to_notifier: as if the world had said it: stored once, decided on in the notifier's next round
INSERT INTO intake (id, aggregate, at, doc)
SELECT %(id)s, %(case)s, %(at)s, %(doc)s WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE event_id = %(id)s)
ON CONFLICT (id) DO NOTHING RETURNING id

-- settle_reply: a person has read it
UPDATE replies_to_read SET settled_at = %(at)s, settled_by = %(by)s, verdict = %(verdict)s WHERE id = %(id)s

-- add_reveal: who read a borrower's own words
INSERT INTO reveals (at, operator, why, case_id, reply) VALUES (%(at)s, %(by)s, %(why)s, %(case)s, %(reply)s)

-- set_aside: an operator lets go of what is bad up to there; the service's breaker hears of it in its next round
INSERT INTO set_aside (topic, partition, up_to, why) VALUES (%(topic)s, %(partition)s, %(up_to)s, %(why)s) RETURNING id
