-- cases_found: cases whose id begins so, or in a state, with where they stand in both services
SELECT n.case_id, n.state, n.closed_for, n.region, n.zone, n.owed_minor, n.owed_currency, n.due_since, n.holds,
       s.state AS visit_state, s.window_start, s.window_end, s.window_zone
FROM notifier_published.cases n LEFT JOIN scheduler_published.cases s USING (case_id)
WHERE (%(find)s = '' OR starts_with(n.case_id, %(find)s)) AND (%(state)s = '' OR n.state = %(state)s)
ORDER BY n.case_id LIMIT %(limit)s

-- states: how many cases are in which state of texting
SELECT state, count(*) AS cases FROM notifier_published.cases GROUP BY state ORDER BY cases DESC, state

-- visits_for_operator: visits that are held until an operator says something, longest held first
SELECT cause, case_id, since, reason, why FROM scheduler_published.holds WHERE waits_for = 'operator'
ORDER BY since NULLS FIRST, case_id LIMIT %(limit)s
