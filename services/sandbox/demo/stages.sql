-- notifier: where each case stands with the texts; parked ones count apart
SELECT s.aggregate AS "case", convert_from(s.doc, 'UTF8') AS doc, p.aggregate IS NOT NULL AS parked
FROM notifier.states s LEFT JOIN notifier.parked p USING (aggregate)

-- scheduler: and with a visit
SELECT s.aggregate AS "case", convert_from(s.doc, 'UTF8') AS doc, p.aggregate IS NOT NULL AS parked
FROM scheduler.states s LEFT JOIN scheduler.parked p USING (aggregate)

-- trouble: what an operator would look at
SELECT (SELECT count(*) FROM notifier.dead_letters) + (SELECT count(*) FROM scheduler.dead_letters)
           + (SELECT count(*) FROM router.dead_letters) AS dead_letters,
       (SELECT count(*) FROM notifier.parked) + (SELECT count(*) FROM scheduler.parked)
           + (SELECT count(*) FROM router.parked) AS parked
