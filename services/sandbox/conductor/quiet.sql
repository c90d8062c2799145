-- service: what one service has yet to do, and when its next timer is due; parked aggregates wait for an operator
SELECT
    {name} AS service, w.outbox, w.intake_not_parked AS intake,
    (SELECT count(*) FROM {published}.timers t
     WHERE t.due_at <= %(now)s
       AND NOT EXISTS (SELECT 1 FROM {published}.parked p WHERE p.aggregate = t.aggregate)) AS due,
    0::bigint AS texts,
    (SELECT min(t.due_at) FROM {published}.timers t
     WHERE t.due_at > %(now)s
       AND NOT EXISTS (SELECT 1 FROM {published}.parked p WHERE p.aggregate = t.aggregate)) AS next_due
FROM {published}.waiting w

-- texts: the same of notifier's texts: those to be posted now, being posted, or to be looked for at the carrier's; while
-- posting has stopped, texts wait for the next try of the way. After a restore those that may be what only the carrier
-- knows wait for ten minutes
SELECT
    'notifier' AS service, 0::bigint AS outbox, 0::bigint AS intake, 0::bigint AS due,
    count(*) FILTER (WHERE t.status = 'posting' OR (t.next_at <= %(now)s AND s.settles_at IS NULL)) AS texts,
    min(greatest(t.next_at, s.settles_at)) FILTER (WHERE greatest(t.next_at, s.settles_at) > %(now)s) AS next_due
FROM notifier_published.texts_open t CROSS JOIN LATERAL (
    SELECT max(l.over_at + interval '10 minutes') AS settles_at FROM notifier_published.lost_time l
    WHERE t.status = 'claimed' AND l.texts_open > 0 AND l.over_at + interval '10 minutes' > %(now)s
      AND EXISTS (SELECT 1 FROM notifier_published.lost_texts o WHERE o.how IS NULL AND t.case_id = ANY(o.cases))
) s
WHERE t.status IN ('claimed', 'posting') OR t.looks < %(looks_max)s
