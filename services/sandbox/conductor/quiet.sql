-- service: what one service has yet to do, and when its next timer is due; parked aggregates wait for an operator
SELECT
    {name} AS service,
    (SELECT count(*) FROM {schema}.outbox) AS outbox,
    (SELECT count(*) FROM {schema}.intake i
     WHERE NOT EXISTS (SELECT 1 FROM {schema}.parked p WHERE p.aggregate = i.aggregate)) AS intake,
    (SELECT count(*) FROM {schema}.timers t
     WHERE t.due_at <= %(now)s
       AND NOT EXISTS (SELECT 1 FROM {schema}.parked p WHERE p.aggregate = t.aggregate)) AS due,
    0::bigint AS texts,
    (SELECT min(t.due_at) FROM {schema}.timers t
     WHERE t.due_at > %(now)s
       AND NOT EXISTS (SELECT 1 FROM {schema}.parked p WHERE p.aggregate = t.aggregate)) AS next_due

-- texts: the same of notifier's texts: those to be posted now, being posted, or to be looked for at the carrier's; while
-- posting has stopped, texts wait for the next try of the way
SELECT
    'notifier' AS service, 0::bigint AS outbox, 0::bigint AS intake, 0::bigint AS due,
    count(*) FILTER (WHERE status = 'posting' OR next_at <= %(now)s) AS texts,
    min(next_at) FILTER (WHERE next_at > %(now)s) AS next_due
FROM (
    SELECT status, CASE WHEN status = 'claimed'
                        THEN least(greatest(coalesce(try_after, claimed_at), o.probe_at), post_before)
                        WHEN status = 'uncertain' THEN coalesce(look_after, posting_at) END AS next_at
    FROM notifier.texts LEFT JOIN (SELECT max(probe_at) AS probe_at FROM notifier.outages) AS o ON true
    WHERE status IN ('claimed', 'posting') OR (status = 'uncertain' AND looks < %(looks_max)s)
) AS open
