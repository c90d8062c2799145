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
-- posting has stopped, texts wait for the next try of the way
SELECT
    'notifier' AS service, 0::bigint AS outbox, 0::bigint AS intake, 0::bigint AS due,
    count(*) FILTER (WHERE status = 'posting' OR next_at <= %(now)s) AS texts,
    min(next_at) FILTER (WHERE next_at > %(now)s) AS next_due
FROM notifier_published.texts_open
WHERE status IN ('claimed', 'posting') OR looks < %(looks_max)s
