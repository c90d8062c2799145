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
-- posting has stopped, texts wait for the next try of the way; after a restore those that may be what only the carrier
-- knows wait for ten minutes
WITH settling AS (
    SELECT over_at + interval '10 minutes' AS ends FROM notifier_published.lost_time
    WHERE texts_open > 0 AND over_at + interval '10 minutes' > %(now)s
)
SELECT
    'notifier' AS service, 0::bigint AS outbox, 0::bigint AS intake, 0::bigint AS due,
    count(*) FILTER (WHERE status = 'posting' OR (next_at <= %(now)s AND NOT EXISTS (SELECT FROM settling))) AS texts,
    least(min(next_at) FILTER (WHERE next_at > %(now)s), (SELECT min(ends) FROM settling)) AS next_due
FROM notifier_published.texts_open
WHERE status IN ('claimed', 'posting') OR looks < %(looks_max)s
