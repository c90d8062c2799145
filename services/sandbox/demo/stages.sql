-- notifier: where each case stands with the texts, and what holds it; parked ones count apart
SELECT c.case_id AS "case", c.state, c.closed_for, c.texted, c.holds, p.aggregate IS NOT NULL AS parked
FROM notifier_published.cases c LEFT JOIN notifier_published.parked p ON p.aggregate = c.case_id

-- scheduler: and with a visit
SELECT c.case_id AS "case", c.state, c.how, c.reason, p.aggregate IS NOT NULL AS parked
FROM scheduler_published.cases c LEFT JOIN scheduler_published.parked p ON p.aggregate = c.case_id

-- examples: cases in which a decision was made that is worth a look
SELECT 'asked-back' AS reason, aggregate AS "case" FROM notifier_published.decisions WHERE reason = 'asked-back'
UNION
SELECT 'crew-too-late', aggregate FROM scheduler_published.decisions WHERE reason = 'crew-too-late'
ORDER BY 1, 2

-- trouble: what an operator would look at
SELECT (SELECT count(*) FROM notifier_published.dead_letters) + (SELECT count(*) FROM scheduler_published.dead_letters)
           + (SELECT count(*) FROM router_published.dead_letters) AS dead_letters,
       (SELECT count(*) FROM notifier_published.parked) + (SELECT count(*) FROM scheduler_published.parked)
           + (SELECT count(*) FROM router_published.parked) AS parked
