-- service: what one service has yet to do, and when its next timer is due; parked aggregates wait for an operator
SELECT
    {name} AS service,
    (SELECT count(*) FROM {schema}.outbox) AS outbox,
    (SELECT count(*) FROM {schema}.intake i
     WHERE NOT EXISTS (SELECT 1 FROM {schema}.parked p WHERE p.aggregate = i.aggregate)) AS intake,
    (SELECT count(*) FROM {schema}.timers t
     WHERE t.due_at <= %(now)s
       AND NOT EXISTS (SELECT 1 FROM {schema}.parked p WHERE p.aggregate = t.aggregate)) AS due,
    (SELECT min(t.due_at) FROM {schema}.timers t
     WHERE t.due_at > %(now)s
       AND NOT EXISTS (SELECT 1 FROM {schema}.parked p WHERE p.aggregate = t.aggregate)) AS next_due
