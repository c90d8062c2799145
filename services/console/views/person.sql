-- parked_oldest: cases and regions set aside, longest first
SELECT * FROM (
    SELECT 'notifier' AS service, aggregate, since, code, detail, queued + told AS queued FROM notifier_published.parked
    UNION ALL
    SELECT 'scheduler', aggregate, since, code, detail, queued + told AS queued FROM scheduler_published.parked
    UNION ALL
    SELECT 'router', aggregate, since, code, detail, queued + told AS queued FROM router_published.parked
) found ORDER BY since, aggregate LIMIT %(limit)s

-- letters_by_reason: open dead letters by service, topic and code: how many, the oldest of them, and who is held for it
SELECT found.*,
       (SELECT min(case_id) FROM notifier_published.unread_records WHERE letter = found.id) AS case_id
FROM (
    SELECT service, topic, code, count(*) AS letters, min(at) AS at, (array_agg(id ORDER BY at, id))[1] AS id,
           (array_agg(detail ORDER BY at, id))[1] AS detail
    FROM (
        SELECT 'notifier' AS service, topic, code, at, id, detail FROM notifier_published.dead_letters
        WHERE replayed_at IS NULL AND discarded_at IS NULL
        UNION ALL
        SELECT 'scheduler', topic, code, at, id, detail FROM scheduler_published.dead_letters
        WHERE replayed_at IS NULL AND discarded_at IS NULL
        UNION ALL
        SELECT 'router', topic, code, at, id, detail FROM router_published.dead_letters
        WHERE replayed_at IS NULL AND discarded_at IS NULL
    ) letters GROUP BY service, topic, code
) found ORDER BY at LIMIT %(limit)s

-- held_since: of some causes, since when the longest held case is held; dear, so not for causes of many cases
SELECT cause, min(since) AS since, (array_agg(case_id ORDER BY since NULLS LAST, case_id))[1] AS case_id
FROM notifier_published.holds WHERE state = 'held' AND cause = ANY(%(causes)s) GROUP BY cause

-- persons: the cases of a borrower, and what is known of them, sealed
SELECT case_id, language, zone, region, phone, name, address, home, officer FROM notifier_published.persons
WHERE borrower = %(borrower)s ORDER BY case_id

-- person_texts: every text that was to go to them
SELECT case_id, intent, kind, language, wording, officer, zone, visit, status, carrier_code, claimed_at, posting_at,
       moved_at, body_hash
FROM notifier_published.person_texts WHERE case_id = ANY(%(cases)s) AND borrower = %(borrower)s ORDER BY claimed_at

-- person_consent: whether they want texts
SELECT cause, active, at FROM notifier_published.person_consent WHERE borrower = %(borrower)s

-- person_appointments: every window that they chose, and what became of it
SELECT case_id, day, window_start, window_end, zone, state, reason, ended_at
FROM scheduler_published.appointments WHERE case_id = ANY(%(cases)s) ORDER BY window_start
