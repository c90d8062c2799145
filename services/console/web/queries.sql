-- map_visits: the windows of a day with who goes and in which cell
SELECT case_id, day, window_start, window_end, zone, region, state, reason, ended_at, crew, cell, departed_at, arrived_at
FROM scheduler_published.appointments WHERE day = %(day)s AND (%(region)s = '' OR region = %(region)s)
ORDER BY window_start, case_id LIMIT %(limit)s

-- map_stops: when crews plan to be at the doors of a day
SELECT case_id, window_start, crew, arrive, depart FROM router_published.stops
WHERE day = %(day)s AND (%(region)s = '' OR region = %(region)s) ORDER BY arrive, case_id LIMIT %(limit)s

-- map_collectors: who could go, and when their position was told last
SELECT region, collector, registered, position_at, shifts, absences FROM router_published.collectors
WHERE %(region)s = '' OR region = %(region)s ORDER BY region, collector LIMIT %(limit)s

-- map_regions: where collectors work
SELECT DISTINCT region FROM router_published.collectors ORDER BY region LIMIT %(limit)s

-- crews_considered: the best crews for a case's newest booking, when one was chosen; the first went
SELECT at, crew_number, place, crew, cost_min, already_out FROM router_published.crews_considered
WHERE case_id = %(case)s AND case_id <> region ORDER BY at DESC, version DESC, place LIMIT 5

-- why_crew: what router decided on who goes to a case, newest first
SELECT at, said, reason, why, rule FROM router_published.decisions
WHERE about = %(case)s AND about <> aggregate AND accepted ORDER BY at DESC, version DESC LIMIT %(limit)s

-- fates: what became of texts since then, by what was said and the carrier's code; their segments and prices
SELECT kind, status, carrier_code, price_unit, count(*) AS texts, count(segments) AS counted, sum(segments) AS segments,
       count(*) FILTER (WHERE segments > 1) AS long, count(*) FILTER (WHERE encoding = 'UCS-2') AS wide,
       count(*) FILTER (WHERE counted_otherwise) AS otherwise, count(price) AS priced, sum(price) AS price,
       sum(segments) FILTER (WHERE price IS NULL) AS unpriced
FROM notifier_published.text_fates WHERE at >= %(since)s GROUP BY kind, status, carrier_code, price_unit

-- doubts: texts of which nobody knows whether the carrier has them, oldest first, with what is known
SELECT d.intent, d.case_id, d.region, d.zone, d.kind, d.posting_at, d.looks, d.look_after,
       coalesce(e.has_id, false) AS has_id, e.carrier_code
FROM notifier_published.texts_in_doubt d LEFT JOIN notifier_published.doubt_evidence e USING (intent)
ORDER BY d.posting_at, d.intent LIMIT %(limit)s

-- doubts_counted: how many there are
SELECT count(*) AS texts FROM notifier_published.texts_in_doubt

-- outage: the carrier's trouble that has stopped posting
SELECT cause, code, since, probes, good, probe_at FROM notifier_published.outages LIMIT 1

-- alarms: codes with which most texts fail just now
SELECT code, since, until, failed, ended FROM notifier_published.carrier_alarms WHERE until > %(at)s
ORDER BY failed DESC, code LIMIT 20

-- appointments_of: the windows that begin on a day, as borrowers were told it; the index is on the day
SELECT case_id, day, window_start, window_end, zone, region, state, reason, ended_at, crew, departed_at, arrived_at,
       CASE WHEN state = 'agreed' THEN
           (SELECT due_at FROM scheduler_published.timers WHERE aggregate = case_id AND kind = 'notice')
       END AS named_at
FROM scheduler_published.appointments WHERE day = %(first)s ORDER BY window_start, case_id LIMIT %(limit)s

-- appointments_week: the same of several days, without who goes: that takes its time
SELECT case_id, day, window_start, window_end, zone, region, state, reason, ended_at, NULL AS crew, departed_at,
       arrived_at, CASE WHEN state = 'agreed' THEN
           (SELECT due_at FROM scheduler_published.timers WHERE aggregate = case_id AND kind = 'notice')
       END AS named_at
FROM scheduler_published.appointments WHERE day BETWEEN %(first)s AND %(last)s
ORDER BY day, window_start, case_id LIMIT %(limit)s

-- appointments_near: the last day before and the first after that have one
SELECT (SELECT day FROM scheduler_published.appointments WHERE day < %(first)s ORDER BY day DESC LIMIT 1) AS earlier,
       (SELECT day FROM scheduler_published.appointments WHERE day > %(last)s ORDER BY day LIMIT 1) AS later

-- appointments_zone: where the newest window is
SELECT zone FROM scheduler_published.appointments ORDER BY day DESC LIMIT 1

-- cases_found: cases whose id begins so, or in a state, with where they stand in both services
SELECT n.case_id, n.state, n.closed_for, n.region, n.zone, n.owed_minor, n.owed_currency, n.due_since, n.holds,
       s.state AS visit_state, s.how AS visit_how, s.cause AS visit_cause, s.window_start, s.window_end, s.window_zone
FROM (SELECT * FROM notifier_published.cases c
      WHERE (%(find)s = '' OR starts_with(c.case_id, %(find)s)) AND (%(state)s IN ('', 'all') OR c.state = %(state)s)
        AND (NOT %(open)s OR c.state <> 'closed')
      ORDER BY c.case_id LIMIT %(limit)s) n
LEFT JOIN scheduler_published.cases s USING (case_id) ORDER BY n.case_id

-- cases_named: these cases, with where they stand in both services
SELECT n.case_id, n.state, n.closed_for, n.region, n.zone, n.owed_minor, n.owed_currency, n.due_since, n.holds,
       s.state AS visit_state, s.how AS visit_how, s.cause AS visit_cause, s.window_start, s.window_end, s.window_zone
FROM notifier_published.cases n LEFT JOIN scheduler_published.cases s USING (case_id)
WHERE n.case_id = ANY(%(cases)s)

-- states: how many cases are in which state of texting
SELECT state, count(*) AS cases FROM notifier_published.cases GROUP BY state ORDER BY cases DESC, state

-- visits_for_operator: visits that are held until an operator says something, longest held first
SELECT cause, case_id, since, reason, why FROM scheduler_published.holds WHERE waits_for = 'operator'
ORDER BY since NULLS FIRST, case_id LIMIT %(limit)s

-- visits_for_operator_of: the same of these cases
SELECT cause, case_id, since, reason, why FROM scheduler_published.holds
WHERE waits_for = 'operator' AND case_id = ANY(%(cases)s) ORDER BY since NULLS FIRST, case_id LIMIT %(limit)s

-- letter_counts: open dead letters by what they have in common
SELECT service, topic, code, detail, count(*) AS letters, min(at) AS oldest, max(at) AS newest FROM (
    SELECT 'notifier' AS service, topic, code, detail, at
    FROM notifier_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
    UNION ALL
    SELECT 'scheduler', topic, code, detail, at
    FROM scheduler_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
    UNION ALL
    SELECT 'router', topic, code, detail, at
    FROM router_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
) found GROUP BY service, topic, code, detail ORDER BY count(*) DESC LIMIT %(limit)s

-- letters_hold: the cases that the notifier holds, by what is wrong with the letter that they wait for
SELECT DISTINCT 'notifier' AS service, topic, letters.code, detail, case_id
FROM notifier_published.unread_records held JOIN notifier_published.dead_letters letters ON letters.id = held.letter
WHERE replayed_at IS NULL AND discarded_at IS NULL LIMIT %(limit)s

-- letters_asked: open dead letters of a group or a range, oldest first, without their bytes
SELECT service, id, at, topic, partition, position, code, detail, size_bytes FROM (
    SELECT 'notifier' AS service, id, at, topic, partition, position, code, detail, size_bytes
    FROM notifier_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
    UNION ALL
    SELECT 'scheduler', id, at, topic, partition, position, code, detail, size_bytes
    FROM scheduler_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
    UNION ALL
    SELECT 'router', id, at, topic, partition, position, code, detail, size_bytes
    FROM router_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
) found
WHERE (%(service)s = '' OR service = %(service)s) AND (%(topic)s = '' OR topic = %(topic)s)
  AND (%(code)s = '' OR code = %(code)s) AND (%(details)s::text[] IS NULL OR detail = ANY(%(details)s::text[]))
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
ORDER BY at, id LIMIT %(limit)s

-- letters_counted: how many such there are
SELECT count(*) AS letters FROM (
    SELECT 'notifier' AS service, at, topic, code, detail
    FROM notifier_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
    UNION ALL
    SELECT 'scheduler', at, topic, code, detail
    FROM scheduler_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
    UNION ALL
    SELECT 'router', at, topic, code, detail
    FROM router_published.dead_letters WHERE replayed_at IS NULL AND discarded_at IS NULL
) found
WHERE (%(service)s = '' OR service = %(service)s) AND (%(topic)s = '' OR topic = %(topic)s)
  AND (%(code)s = '' OR code = %(code)s) AND (%(details)s::text[] IS NULL OR detail = ANY(%(details)s::text[]))
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)

-- letters_boxed: dead letters with their sealed bytes, to be judged
SELECT * FROM (
    SELECT 'notifier' AS service, id, at, topic, partition, position, code, detail, attempts, size_bytes, original,
           replayed_at, discarded_at, discarded_why, mended_by, mended_why
    FROM notifier_published.dead_letters WHERE id = ANY(%(ids)s)
    UNION ALL
    SELECT 'scheduler', id, at, topic, partition, position, code, detail, attempts, size_bytes, original, replayed_at,
           discarded_at, discarded_why, mended_by, mended_why
    FROM scheduler_published.dead_letters WHERE id = ANY(%(ids)s)
    UNION ALL
    SELECT 'router', id, at, topic, partition, position, code, detail, attempts, size_bytes, original, replayed_at,
           discarded_at, discarded_why, mended_by, mended_why
    FROM router_published.dead_letters WHERE id = ANY(%(ids)s)
) found ORDER BY at, id

-- letters_begun: dead letters whose id begins so, newest first, without their bytes
SELECT service, id, at, topic, code, detail, replayed_at, discarded_at FROM (
    SELECT 'notifier' AS service, id, at, topic, code, detail, replayed_at, discarded_at
    FROM notifier_published.dead_letters
    UNION ALL
    SELECT 'scheduler', id, at, topic, code, detail, replayed_at, discarded_at FROM scheduler_published.dead_letters
    UNION ALL
    SELECT 'router', id, at, topic, code, detail, replayed_at, discarded_at FROM router_published.dead_letters
) found WHERE starts_with(id::text, %(start)s) ORDER BY at DESC, id LIMIT %(limit)s

-- letters_settled: those given back or given up last
SELECT service, id, at, topic, code, detail, replayed_at, discarded_at, discarded_why, mended_by, mended_why FROM (
    SELECT 'notifier' AS service, id, at, topic, code, detail, replayed_at, discarded_at, discarded_why, mended_by,
           mended_why
    FROM notifier_published.dead_letters WHERE replayed_at IS NOT NULL OR discarded_at IS NOT NULL
    UNION ALL
    SELECT 'scheduler', id, at, topic, code, detail, replayed_at, discarded_at, discarded_why, mended_by, mended_why
    FROM scheduler_published.dead_letters WHERE replayed_at IS NOT NULL OR discarded_at IS NOT NULL
    UNION ALL
    SELECT 'router', id, at, topic, code, detail, replayed_at, discarded_at, discarded_why, mended_by, mended_why
    FROM router_published.dead_letters WHERE replayed_at IS NOT NULL OR discarded_at IS NOT NULL
) found ORDER BY greatest(replayed_at, discarded_at) DESC, id LIMIT %(limit)s

-- regions: where cases are
SELECT region, count(*) AS cases FROM notifier_published.cases WHERE state <> 'closed' AND region IS NOT NULL
GROUP BY region ORDER BY region LIMIT 500
