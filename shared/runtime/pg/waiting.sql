-- waiting: everything that a step would look for, in one look. (Counting keeps the plan to index look-ups, in the order
-- due, whatever the planner believes of the tables.)
SELECT (
    SELECT due_at FROM timers t WHERE (SELECT count(*) FROM parked p WHERE p.aggregate = t.aggregate) = 0
        AND (SELECT count(*) FROM states s WHERE s.aggregate = t.aggregate AND s.format > %(format)s) = 0
    ORDER BY due_at LIMIT 1
) AS due,
EXISTS (SELECT FROM intake) AS intake,
EXISTS (SELECT FROM operations WHERE done_at IS NULL) AS operations,
EXISTS (
    SELECT FROM parked p
    WHERE replay AND (SELECT count(*) FROM states s WHERE s.aggregate = p.aggregate AND s.format > %(format)s) = 0
) AS replay,
EXISTS (SELECT FROM outbox WHERE owner = 0) OR EXISTS (
    SELECT owner FROM processes EXCEPT
    SELECT objid::bigint::int4 FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %(space)s::int4::oid AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS leftovers
