-- life: every decision about a case; the router's aggregate is a region, so its rows name the case apart
SELECT 'notifier' AS service, aggregate, version, at, said, cause, published, reason, why, rule, accepted
FROM notifier_published.decisions WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', aggregate, version, at, said, cause, published, reason, why, rule, accepted
FROM scheduler_published.decisions WHERE aggregate = %(case)s
UNION ALL
SELECT 'router', aggregate, version, at, said, cause, published, reason, why, rule, accepted
FROM router_published.decisions WHERE about = %(case)s AND about <> aggregate
ORDER BY at, service, version

-- texting: where a case stands with the texts
SELECT state, zone, region, owed_minor, owed_currency, due_since, visits_made
FROM notifier_published.cases WHERE case_id = %(case)s

-- visiting: and with a visit
SELECT state, visit, region, zone, booking, window_start, window_end, window_zone, crew, offered, reason, waits_for, how,
       cause, noticed_at, departed_at, arrived_at, closed_at
FROM scheduler_published.cases WHERE case_id = %(case)s

-- case_texts: the texts that a case remembers
SELECT intent, kind, status, code, at, not_before, not_after, visit FROM notifier_published.case_texts
WHERE case_id = %(case)s ORDER BY place

-- case_texts_before: how many texts of it went out that a case remembers no more
SELECT count(*) AS texts FROM notifier_published.person_texts
WHERE case_id = %(case)s
  AND intent <> ALL (ARRAY(SELECT intent FROM notifier_published.case_texts WHERE case_id = %(case)s))

-- timers: what a case waits for
SELECT 'notifier' AS service, kind, due_at FROM notifier_published.timers WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', kind, due_at FROM scheduler_published.timers WHERE aggregate = %(case)s
ORDER BY due_at, kind

-- parked_case: is it set aside somewhere?
SELECT 'notifier' AS service, since, code, detail, attempts, replay FROM notifier_published.parked
WHERE aggregate = %(case)s
UNION ALL
SELECT 'scheduler', since, code, detail, attempts, replay FROM scheduler_published.parked WHERE aggregate = %(case)s

-- near: cases whose id begins like this one, for somebody who mistyped
SELECT case_id FROM notifier_published.cases WHERE starts_with(case_id, %(start)s) ORDER BY case_id LIMIT 5

-- dead_letters: records that are no event, newest first; those settled only where asked for
SELECT * FROM (
    SELECT 'notifier' AS service, id, at, topic, partition, position, code, detail, attempts, size_bytes, original, replayed_at,
           discarded_at, discarded_why, mended_by, mended_why
    FROM notifier_published.dead_letters
    UNION ALL
    SELECT 'scheduler', id, at, topic, partition, position, code, detail, attempts, size_bytes, original, replayed_at,
           discarded_at, discarded_why, mended_by, mended_why
    FROM scheduler_published.dead_letters
    UNION ALL
    SELECT 'router', id, at, topic, partition, position, code, detail, attempts, size_bytes, original, replayed_at,
           discarded_at, discarded_why, mended_by, mended_why
    FROM router_published.dead_letters
) found
WHERE (%(settled)s OR (replayed_at IS NULL AND discarded_at IS NULL))
  AND (%(id)s = '' OR starts_with(id::text, %(id)s))
ORDER BY at DESC, id LIMIT %(limit)s

-- parked: cases and regions set aside, with what queues behind them
SELECT * FROM (
    SELECT 'notifier' AS service, aggregate, since, code, detail, attempts, replay, queued, told
    FROM notifier_published.parked
    UNION ALL
    SELECT 'scheduler', aggregate, since, code, detail, attempts, replay, queued, told
    FROM scheduler_published.parked
    UNION ALL
    SELECT 'router', aggregate, since, code, detail, attempts, replay, queued, told
    FROM router_published.parked
) found
WHERE %(aggregate)s = '' OR aggregate = %(aggregate)s
ORDER BY since DESC, aggregate LIMIT %(limit)s

-- refused: events that Kafka does not take, oldest first
SELECT * FROM (
    SELECT 'notifier' AS service, id, aggregate, topic, type, code, since, size_bytes, behind
    FROM notifier_published.refused
    UNION ALL
    SELECT 'scheduler', id, aggregate, topic, type, code, since, size_bytes, behind FROM scheduler_published.refused
    UNION ALL
    SELECT 'router', id, aggregate, topic, type, code, since, size_bytes, behind FROM router_published.refused
) found
WHERE %(id)s = '' OR starts_with(id::text, %(id)s)
ORDER BY since, id LIMIT %(limit)s

-- queued: what waits behind one parked aggregate, in order
SELECT seq, inbox, topic, partition, position, value FROM (
    SELECT 'notifier' AS service, aggregate, seq, inbox, topic, partition, position, value
    FROM notifier_published.queued
    UNION ALL
    SELECT 'scheduler', aggregate, seq, inbox, topic, partition, position, value
    FROM scheduler_published.queued
    UNION ALL
    SELECT 'router', aggregate, seq, inbox, topic, partition, position, value
    FROM router_published.queued
) found
WHERE service = %(service)s AND aggregate = %(aggregate)s
ORDER BY seq LIMIT %(limit)s

-- told: what was told directly and waits behind one parked aggregate: how many of each kind, since when
SELECT coalesce(kind, 'unreadable') AS kind, count(*) AS number, min(at) AS since FROM (
    SELECT 'notifier' AS service, aggregate, at, kind FROM notifier_published.told
    UNION ALL
    SELECT 'scheduler', aggregate, at, kind FROM scheduler_published.told
    UNION ALL
    SELECT 'router', aggregate, at, kind FROM router_published.told
) found
WHERE service = %(service)s AND aggregate = %(aggregate)s
GROUP BY 1 ORDER BY since, kind

-- held_for_letter: the cases that the notifier holds until this letter is settled
SELECT case_id FROM notifier_published.unread_records WHERE letter = %(letter)s ORDER BY case_id

-- switches: what every service knows of the switches
SELECT * FROM (
    SELECT 'notifier' AS service, what, scope, stopped, cause, at FROM notifier_published.switches
    UNION ALL SELECT 'scheduler', what, scope, stopped, cause, at FROM scheduler_published.switches
    UNION ALL SELECT 'router', what, scope, stopped, cause, at FROM router_published.switches
) found ORDER BY at DESC, what, scope, service

-- texts_used_up: of these cases, whose visits are switched off, those whose texts are used up too: the newest decision
-- found the gate shut, and each since then
SELECT wanted AS case_id, first.at AS since, newest.why
FROM unnest(%(cases)s::text[]) AS wanted
CROSS JOIN LATERAL (
    SELECT reason, why FROM notifier_published.decisions
    WHERE aggregate = wanted AND accepted ORDER BY version DESC LIMIT 1
) AS newest
CROSS JOIN LATERAL (
    SELECT min(at) AS at FROM notifier_published.decisions
    WHERE aggregate = wanted AND accepted AND version > coalesce((
        SELECT max(version) FROM notifier_published.decisions
        WHERE aggregate = wanted AND accepted AND reason <> 'gate-closed'
    ), 0)
) AS first
WHERE newest.reason = 'gate-closed' ORDER BY since, case_id

-- regions_known: where cases are or collectors work
SELECT region FROM router_published.collectors UNION
SELECT region FROM notifier_published.cases WHERE region IS NOT NULL ORDER BY region LIMIT 500

-- case_known: is there such a case?
SELECT case_id FROM notifier_published.cases WHERE case_id = %(case)s

-- waiting: rows that a service has yet to publish, decide on, or fire
SELECT 'notifier' AS service, outbox, intake, parked, next_timer FROM notifier_published.waiting
UNION ALL
SELECT 'scheduler', outbox, intake, parked, next_timer FROM scheduler_published.waiting
UNION ALL
SELECT 'router', outbox, intake, parked, next_timer FROM router_published.waiting

-- texts_moved: texts of which something was heard since then, each once, by what it is now, and apart those that the
-- carrier refused because their borrower opted out with it; the index is on the moment
SELECT status, count(*) FILTER (WHERE carrier_code IS DISTINCT FROM %(opted_out)s) AS texts,
       count(*) FILTER (WHERE carrier_code = %(opted_out)s) AS opted_out
FROM notifier_published.text_fates WHERE at >= %(since)s GROUP BY status

-- texts_in_doubt: nobody knows whether the carrier has them; never posted again, and looked for at the carrier's
SELECT intent, case_id, region, zone, kind, visit, posting_at, looks, look_after FROM notifier_published.texts_in_doubt
WHERE %(intent)s = '' OR starts_with(intent::text, %(intent)s)
ORDER BY posting_at, intent LIMIT %(limit)s

-- held_causes: how many cases each cause holds; the visits that scheduler holds under what they wait for
SELECT 'notifier' AS service, cause, count(*) AS cases, NULL AS waits_for
FROM notifier_published.cases, unnest(holds) AS cause WHERE state = 'held' GROUP BY 2
UNION ALL
SELECT 'scheduler', 'visit-' || waits_for, count(*), waits_for
FROM scheduler_published.cases WHERE state = 'held' GROUP BY waits_for
ORDER BY cases DESC, cause

-- held_cases: those of one cause, longest held first, with the decision that put the brake on
SELECT * FROM (
    SELECT 'notifier' AS service, cause, case_id, until, coalesce(zone, 'UTC') AS zone, since, reason, why
    FROM notifier_published.holds WHERE state = 'held' AND cause = %(cause)s
    UNION ALL
    SELECT 'scheduler', cause, case_id, until, coalesce(zone, 'UTC'), since, reason, why
    FROM scheduler_published.holds WHERE cause = %(cause)s
) found ORDER BY since NULLS FIRST, case_id LIMIT %(limit)s

-- holds_of: the brakes that are on in a case, also in a closed one
SELECT cause, until, letters FROM notifier_published.holds WHERE case_id = %(case)s ORDER BY cause

-- hold_now: the same with since when each is on, for whoever is about to end one
SELECT cause, since FROM notifier_published.holds WHERE case_id = %(case)s ORDER BY cause

-- replies_to_read: replies that wait for a person, oldest first; those settled only where asked for. hold_over: it was
-- kept for a hold that has ended since
SELECT id, case_id, sid, received_at, why, words, media, settled_at, settled_by, verdict, zone,
       why = 'visits-refused' AND NOT EXISTS (
           SELECT FROM notifier_published.holds h WHERE h.case_id = r.case_id AND h.cause = 'visits-refused'
       ) AS hold_over
FROM notifier_published.replies_to_read r
WHERE (%(settled)s OR settled_at IS NULL) AND (%(case)s = '' OR case_id = %(case)s)
  AND (%(id)s = '' OR starts_with(id::text, %(id)s))
ORDER BY received_at, id LIMIT %(limit)s

-- refusals_to_read: replies of some cases that wait since they refuse visits, oldest first, and whether somebody read them
SELECT r.id, r.case_id, EXISTS (
    SELECT FROM notifier_published.operations o
    WHERE o.kind = 'reply-revealed' AND o.target = r.id::text AND o.outcome = 'done'
) AS was_read
FROM notifier_published.replies_to_read r
WHERE r.case_id = ANY(%(cases)s) AND r.why = 'visits-refused' AND r.settled_at IS NULL ORDER BY r.received_at, r.id

-- contacts: whom a case is about, sealed
SELECT phone, name, address FROM notifier_published.contacts WHERE case_id = %(case)s

-- data_keys: to open what an operator asked to read; what was forgotten stays shut
SELECT kid, wrapped FROM privacy.data_keys AS k WHERE kid = ANY(%(kids)s)
    AND NOT EXISTS (SELECT FROM privacy.forgotten AS f WHERE f.kid = k.kid)

-- master_key: by what the services' master key is known
SELECT check_value, purposes, next_check FROM privacy.master_key

-- oldest_data_key: proves a master key where nothing is kept of it yet
SELECT kid, wrapped FROM privacy.data_keys ORDER BY made_at, kid LIMIT 1

-- unmatched_replies: messages that belong to no case, newest first
SELECT sid, received_at, why, said, words FROM notifier_published.unmatched_replies
WHERE starts_with(sid, %(sid)s) ORDER BY received_at DESC, sid LIMIT %(limit)s

-- outcomes: what came of what an operator asked, once it is carried out or refused
SELECT id, refused FROM (
    SELECT id, outcome, refused FROM notifier_published.operations
    UNION ALL SELECT id, outcome, refused FROM scheduler_published.operations
    UNION ALL SELECT id, outcome, refused FROM router_published.operations
) found WHERE id = ANY(%(ids)s) AND outcome <> 'asked'

-- questions_of: what a reply of a case may have answered, newest first, with who was named in it
SELECT intent, asked_in, kind, visit, version, slots, posting_at, language, wording, name, officer
FROM notifier_published.questions WHERE case_id = %(case)s AND posting_at <= %(at)s ORDER BY posting_at DESC LIMIT 50

-- times_returned: how often operators gave this letter back
SELECT count(*) AS times FROM (
    SELECT 'notifier' AS service, kind, target, refused FROM notifier_published.operations
    UNION ALL SELECT 'scheduler', kind, target, refused FROM scheduler_published.operations
    UNION ALL SELECT 'router', kind, target, refused FROM router_published.operations
) found WHERE service = %(service)s AND kind = 'letter-returned' AND target = %(letter)s AND refused IS NULL

-- model_versions: as of which decision each service's state of cases is, in the order of ids
SELECT case_id, max(texting) AS texting_version, max(visiting) AS visit_version FROM (
    (SELECT case_id, version AS texting, NULL::integer AS visiting FROM notifier_published.cases
     WHERE case_id > %(after)s ORDER BY case_id LIMIT %(limit)s)
    UNION ALL
    (SELECT case_id, NULL, version FROM scheduler_published.cases
     WHERE case_id > %(after)s ORDER BY case_id LIMIT %(limit)s)
) found GROUP BY case_id ORDER BY case_id LIMIT %(limit)s

-- model_states: where each of these cases is in both services
SELECT wanted AS case_id, n.version AS texting_version, n.state, n.closed_for, s.version AS visit_version,
       s.state AS visit_state, coalesce(n.region, s.region) AS region, n.due_since
FROM unnest(%(cases)s::text[]) AS wanted
LEFT JOIN notifier_published.cases n ON n.case_id = wanted
LEFT JOIN scheduler_published.cases s ON s.case_id = wanted
-- replies_settled: what a person decided lately
SELECT id, case_id, why, settled_at, settled_by, verdict, zone FROM notifier_published.replies_to_read
WHERE settled_at IS NOT NULL ORDER BY settled_at DESC, id LIMIT %(limit)s
