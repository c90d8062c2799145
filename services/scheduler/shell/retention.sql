-- ended_cases: no visit is asked for or the last one is over, nothing was decided on for so long, and nothing is open: no
-- timer, no event that waits to be decided on or told. One whose document can't be read stays. Locked, so that nobody
-- decides on them meanwhile. (Counting keeps the plan to index look-ups.)
SELECT s.aggregate AS key, s.aggregate AS name FROM states s
WHERE s.ctid >= %(first)s::text::tid AND s.ctid < %(last)s::text::tid
  AND (SELECT h.at FROM history h WHERE h.aggregate = s.aggregate AND h.version = s.version) < %(before)b::timestamptz
  AND stored_json(s.doc) #>> '{stage,kind}' IN ('closed', 'idle')
  AND (SELECT count(*) FROM timers t WHERE t.aggregate = s.aggregate) = 0
  AND (SELECT count(*) FROM parked p WHERE p.aggregate = s.aggregate) = 0
  AND (SELECT count(*) FROM outbox o WHERE o.aggregate = s.aggregate) = 0
FOR UPDATE OF s SKIP LOCKED

-- decisions_to_keep: every decision on them, as the export of a case has it
SELECT about, at, version AS number, said, cause, reason, why, rule, accepted FROM history
WHERE aggregate = ANY(%(keys)b::text[]) ORDER BY aggregate, version

-- end_cases: all that is theirs; the time that their visits took goes by its own age
WITH ended AS (
    SELECT unnest(%(keys)b::text[]) AS case_id
), decided AS (
    DELETE FROM history USING ended n WHERE history.aggregate = n.case_id
)
DELETE FROM states USING ended n WHERE states.aggregate = n.case_id

-- old_bookings: time of borrowers that visits took, when that is long past; what was given up went at once
WITH gone AS (
    DELETE FROM bookings
    WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid AND upper(during) < %(before)b::timestamptz
    RETURNING 1
)
SELECT count(*) AS number FROM gone
