-- versions: of each aggregate, how many versions its history has, the first, the last, and the state's own
SELECT coalesce(h.aggregate, s.aggregate) AS aggregate, coalesce(h.entries, 0) AS entries, coalesce(h.first, 0) AS first,
       coalesce(h.last, 0) AS last, coalesce(s.version, 0) AS version
FROM (SELECT aggregate, count(*) AS entries, min(version) AS first, max(version) AS last FROM history GROUP BY aggregate) AS h
FULL JOIN states s ON s.aggregate = h.aggregate

-- heard: how often an input was decided on, by what it was and what caused it
SELECT said, cause, count(*) AS times FROM history GROUP BY said, cause

-- left: what lies undone
SELECT (SELECT count(*) FROM outbox) AS outbox, (SELECT count(*) FROM intake) AS intake,
       (SELECT count(*) FROM parked) AS parked, (SELECT count(*) FROM parked_events) AS parked_events,
       (SELECT count(*) FROM timers WHERE due_at <= %(ended)s) AS timers_overdue

-- texts: where each text stands by notifier's own book
SELECT intent::text AS intent, case_id, kind, status, sid, owner FROM texts

-- positions: when router knows last where each collector was
SELECT region, collector, at FROM positions

-- held: cases that wait, and what for
SELECT s.aggregate AS "case", array_agg(brake ->> 'cause' ORDER BY brake ->> 'cause') AS causes
FROM states s, LATERAL jsonb_array_elements(convert_from(s.doc, 'UTF8')::jsonb -> 'brakes') AS brake
WHERE convert_from(s.doc, 'UTF8')::jsonb ->> 'kind' = 'held'
GROUP BY s.aggregate
