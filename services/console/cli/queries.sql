-- life: every decision about a case; the router's aggregate is a region, so its rows name the case apart
SELECT 'notifier' AS service, aggregate, version, at, said, cause, reason, why, rule, accepted
FROM notifier.history WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', aggregate, version, at, said, cause, reason, why, rule, accepted
FROM scheduler.history WHERE aggregate = %(case)s
UNION ALL
SELECT 'router', aggregate, version, at, said, cause, reason, why, rule, accepted
FROM router.history WHERE about = %(case)s AND about <> aggregate
ORDER BY at, service, version

-- states: what the services know of a case now; the router keeps regions, not cases
SELECT 'notifier' AS service, version, doc FROM notifier.states WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', version, doc FROM scheduler.states WHERE aggregate = %(case)s

-- timers: what a case waits for
SELECT 'notifier' AS service, kind, due_at FROM notifier.timers WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', kind, due_at FROM scheduler.timers WHERE aggregate = %(case)s
ORDER BY due_at, kind

-- parked_case: is it set aside somewhere?
SELECT 'notifier' AS service, since, code, detail, attempts, replay FROM notifier.parked WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', since, code, detail, attempts, replay FROM scheduler.parked WHERE aggregate = %(case)s

-- near: cases whose id begins like this one, for somebody who mistyped
SELECT aggregate FROM notifier.states WHERE starts_with(aggregate, %(start)s) ORDER BY aggregate LIMIT 5

-- dead_letters: records that are no event, newest first; those settled only where asked for
SELECT * FROM (
    SELECT 'notifier' AS service, d.* FROM notifier.dead_letters d
    UNION ALL SELECT 'scheduler', d.* FROM scheduler.dead_letters d
    UNION ALL SELECT 'router', d.* FROM router.dead_letters d
) found
WHERE (%(settled)s OR (replayed_at IS NULL AND discarded_at IS NULL))
  AND (%(id)s = '' OR starts_with(id::text, %(id)s))
ORDER BY at DESC, id LIMIT %(limit)s

-- parked: cases and regions set aside, with what queues behind them
SELECT * FROM (
    SELECT 'notifier' AS service, p.*, (SELECT count(*) FROM notifier.parked_events e WHERE e.aggregate = p.aggregate)
        AS queued FROM notifier.parked p
    UNION ALL
    SELECT 'scheduler', p.*, (SELECT count(*) FROM scheduler.parked_events e WHERE e.aggregate = p.aggregate)
    FROM scheduler.parked p
    UNION ALL
    SELECT 'router', p.*, (SELECT count(*) FROM router.parked_events e WHERE e.aggregate = p.aggregate)
    FROM router.parked p
) found
WHERE %(aggregate)s = '' OR aggregate = %(aggregate)s
ORDER BY since DESC, aggregate LIMIT %(limit)s

-- queued: what waits behind one parked aggregate, in order
SELECT seq, inbox, topic, partition, position, value FROM parked_events WHERE aggregate = %(aggregate)s
ORDER BY seq LIMIT %(limit)s

-- ask_replay: the service replays it in its next round
UPDATE parked SET replay = true WHERE aggregate = %(aggregate)s RETURNING aggregate

-- mark_replayed: after the broker has the record again
UPDATE dead_letters SET replayed_at = now() WHERE id = %(id)s RETURNING id

-- mark_mended: the same for one that an operator changed; its own bytes stay as they came
UPDATE dead_letters SET replayed_at = now(), mended_by = %(by)s, mended_why = %(why)s WHERE id = %(id)s RETURNING id

-- discard_letter: kept, sealed, but no longer anybody's task
UPDATE dead_letters SET discarded_at = now(), discarded_why = %(why)s WHERE id = %(id)s RETURNING id

-- held_for_letter: the cases that the notifier holds until this letter is settled
SELECT case_id FROM notifier.unread_records WHERE letter = %(letter)s ORDER BY case_id

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

-- switches: what every service knows of the switches
SELECT * FROM (
    SELECT 'notifier' AS service, what, scope, stopped, cause, at FROM notifier.switches
    UNION ALL SELECT 'scheduler', what, scope, stopped, cause, at FROM scheduler.switches
    UNION ALL SELECT 'router', what, scope, stopped, cause, at FROM router.switches
) found ORDER BY at DESC, what, scope, service

-- waiting: rows that a service has yet to publish, decide on, or fire
SELECT 'notifier' AS service, (SELECT count(*) FROM notifier.outbox) AS outbox,
       (SELECT count(*) FROM notifier.intake) AS intake, (SELECT count(*) FROM notifier.parked) AS parked,
       (SELECT min(due_at) FROM notifier.timers) AS next_timer
UNION ALL
SELECT 'scheduler', (SELECT count(*) FROM scheduler.outbox), (SELECT count(*) FROM scheduler.intake),
       (SELECT count(*) FROM scheduler.parked), (SELECT min(due_at) FROM scheduler.timers)
UNION ALL
SELECT 'router', (SELECT count(*) FROM router.outbox), (SELECT count(*) FROM router.intake),
       (SELECT count(*) FROM router.parked), (SELECT min(due_at) FROM router.timers)

-- texts_in_doubt: nobody knows whether the carrier has them; never posted again, and looked for at the carrier's
SELECT intent, case_id, region, zone, kind, visit, posting_at, looks, look_after FROM notifier.texts
WHERE status = 'uncertain' AND (%(intent)s = '' OR starts_with(intent::text, %(intent)s))
ORDER BY posting_at, intent LIMIT %(limit)s

-- say_to_notifier: as if the world had said it: stored once, decided on in the notifier's next round
INSERT INTO notifier.intake (id, aggregate, at, doc)
SELECT %(id)s, %(case)s, %(at)s, %(doc)s WHERE NOT EXISTS (SELECT 1 FROM notifier.inbox WHERE event_id = %(id)s)
ON CONFLICT (id) DO NOTHING RETURNING id

-- held_causes: how many cases each cause holds; the visits that scheduler holds under what they wait for
WITH docs AS (SELECT convert_from(doc, 'UTF8')::json AS doc FROM notifier.states),
     visits AS (SELECT convert_from(doc, 'UTF8')::json -> 'stage' AS stage FROM scheduler.states)
SELECT 'notifier' AS service, brake ->> 'cause' AS cause, count(*) AS cases, NULL AS waits_for
FROM docs, json_array_elements(doc -> 'brakes') brake WHERE doc ->> 'kind' = 'held' GROUP BY 2
UNION ALL
SELECT 'scheduler', 'visit-' || (stage ->> 'waits_for'), count(*), min(stage ->> 'waits_for')
FROM visits WHERE stage ->> 'kind' = 'held' GROUP BY 2
ORDER BY cases DESC, cause

-- held_cases: those of one cause, longest held first, with the decision that put the brake on
WITH docs AS (
    SELECT aggregate, convert_from(doc, 'UTF8')::json AS doc FROM notifier.states
), visits AS (
    SELECT aggregate, convert_from(doc, 'UTF8')::json -> 'stage' AS stage FROM scheduler.states
), held AS (
    SELECT aggregate AS case_id, brake ->> 'until' AS until, doc #>> '{loan,person,zone}' AS zone
    FROM docs, json_array_elements(doc -> 'brakes') brake
    WHERE doc ->> 'kind' = 'held' AND brake ->> 'cause' = %(cause)s
)
SELECT * FROM (
    SELECT 'notifier' AS service, %(cause)s AS cause, held.case_id, held.until, coalesce(held.zone, 'UTC') AS zone,
           put_on.at AS since, put_on.reason, put_on.why
    FROM held LEFT JOIN LATERAL (
        SELECT at, reason, why FROM notifier.history h
        WHERE h.aggregate = held.case_id AND EXISTS (
            SELECT FROM json_array_elements(h.changes) change
            WHERE change ->> 'kind' = 'braked' AND change ->> 'cause' = %(cause)s
        ) ORDER BY version DESC LIMIT 1
    ) put_on ON true
    UNION ALL
    SELECT 'scheduler', %(cause)s, aggregate, stage ->> 'look_at', coalesce(stage #>> '{visit,zone}', 'UTC'),
           last.at, stage ->> 'reason', last.why
    FROM visits LEFT JOIN LATERAL (
        SELECT at, why FROM scheduler.history h WHERE h.aggregate = visits.aggregate AND accepted
        ORDER BY version DESC LIMIT 1
    ) last ON true
    WHERE stage ->> 'kind' = 'held' AND 'visit-' || (stage ->> 'waits_for') = %(cause)s
) found ORDER BY since NULLS FIRST, case_id LIMIT %(limit)s

-- holds_of: the brakes that are on in a case, also in a closed one
SELECT brake ->> 'cause' AS cause FROM notifier.states,
       json_array_elements(coalesce(convert_from(doc, 'UTF8')::json -> 'brakes', '[]')) brake
WHERE aggregate = %(case)s

-- replies_to_read: replies that wait for a person, oldest first; those settled only where asked for
SELECT r.id, r.case_id, r.sid, r.received_at, r.why, r.words, r.media, r.settled_at, r.settled_by, r.verdict,
       coalesce(convert_from(s.doc, 'UTF8')::json #>> '{loan,person,zone}', 'UTC') AS zone
FROM notifier.replies_to_read r LEFT JOIN notifier.states s ON s.aggregate = r.case_id
WHERE (%(settled)s OR r.settled_at IS NULL) AND (%(case)s = '' OR r.case_id = %(case)s)
  AND (%(id)s = '' OR starts_with(r.id::text, %(id)s))
ORDER BY r.received_at, r.id LIMIT %(limit)s

-- settle_reply: a person has read it
UPDATE notifier.replies_to_read SET settled_at = %(at)s, settled_by = %(by)s, verdict = %(verdict)s WHERE id = %(id)s

-- add_reveal: who read a borrower's own words
INSERT INTO notifier.reveals (at, operator, why, case_id, reply)
VALUES (%(at)s, %(by)s, %(why)s, %(case)s, %(reply)s)

-- data_keys: to open what an operator asked to read
SELECT kid, wrapped FROM privacy.data_keys WHERE kid = ANY(%(kids)s)

-- set_aside: an operator lets go of what is bad up to there; the service's breaker hears of it in its next round
INSERT INTO set_aside (topic, partition, up_to, why) VALUES (%(topic)s, %(partition)s, %(up_to)s, %(why)s) RETURNING id

-- unmatched_replies: messages that belong to no case, newest first
SELECT sid, received_at, why, CASE phone_hash WHEN '' THEN 'other' ELSE said END AS said, words
FROM notifier.unmatched_replies WHERE starts_with(sid, %(sid)s) ORDER BY received_at DESC, sid LIMIT %(limit)s
