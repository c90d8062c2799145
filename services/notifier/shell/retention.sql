-- ended_cases: closed, or never said to be overdue, with nothing decided on for so long and nothing open: no timer, no
-- event that waits to be decided on or told, no text under way, no reply that waits for a person; and not while a lost
-- time is lived again. One whose document can't be read stays. Locked, so that nobody decides on them meanwhile.
-- (Counting keeps the plan to index look-ups.)
SELECT s.aggregate AS key, s.aggregate AS name FROM states s
WHERE s.ctid >= %(first)s::text::tid AND s.ctid < %(last)s::text::tid
  AND (SELECT h.at FROM history h WHERE h.aggregate = s.aggregate AND h.version = s.version) < %(before)b::timestamptz
  AND stored_json(s.doc) ->> 'kind' IN ('closed', 'unknown')
  AND (SELECT count(*) FROM timers t WHERE t.aggregate = s.aggregate) = 0
  AND (SELECT count(*) FROM parked p WHERE p.aggregate = s.aggregate) = 0
  AND (SELECT count(*) FROM intake i WHERE i.aggregate = s.aggregate) = 0
  AND (SELECT count(*) FROM outbox o WHERE o.aggregate = s.aggregate) = 0
  AND (SELECT count(*) FROM texts x WHERE x.case_id = s.aggregate AND x.status IN ('claimed', 'posting', 'uncertain')) = 0
  AND (SELECT count(*) FROM replies_to_read r WHERE r.case_id = s.aggregate AND r.settled_at IS NULL) = 0
  AND NOT EXISTS (SELECT 1 FROM lost_time WHERE over_at IS NULL)
FOR UPDATE OF s SKIP LOCKED

-- decisions_to_keep: every decision on them, as the export of a case has it
SELECT about, at, version AS number, said, cause, reason, why, rule, accepted FROM history
WHERE aggregate = ANY(%(keys)b::text[]) ORDER BY aggregate, version

-- texts_to_keep: what was said to whom and what became of it. By the hash of its body a text is known, not by its words
SELECT intent, case_id AS about, borrower, kind, language, visit, version AS number, status, carrier_code, claimed_at,
       posting_at, moved_at, body_hash, sid
FROM texts WHERE case_id = ANY(%(keys)b::text[]) ORDER BY case_id, claimed_at, intent

-- contacts_to_keep: the account of contacts that every cap was counted against
SELECT c.id, c.case_id AS about, c.borrower, c.channel, c.kind AS what, c.counted, c.at, c.state
FROM (SELECT case_id, borrower FROM phones WHERE case_id = ANY(%(keys)b::text[])
      UNION SELECT case_id, borrower FROM texts WHERE case_id = ANY(%(keys)b::text[])) AS n
JOIN contacts c ON c.borrower = n.borrower AND c.case_id = n.case_id
ORDER BY c.case_id, c.at, c.id

-- replies_to_keep: what a borrower wrote that a person read, sealed as it came
SELECT id, case_id AS about, sid, received_at AS at, why, words, settled_at, settled_by AS by, verdict FROM replies_to_read
WHERE case_id = ANY(%(keys)b::text[]) ORDER BY case_id, received_at, id

-- end_cases: all that is theirs. Who wants no texts, whose number it is not, and who is forgotten stays for ever
WITH ended AS (
    SELECT unnest(%(keys)b::text[]) AS case_id
), persons AS (
    SELECT case_id, borrower FROM phones JOIN ended USING (case_id)
    UNION SELECT case_id, borrower FROM texts JOIN ended USING (case_id)
), counted AS (
    DELETE FROM contacts USING persons n WHERE contacts.borrower = n.borrower AND contacts.case_id = n.case_id
), said AS (
    DELETE FROM texts USING ended n WHERE texts.case_id = n.case_id
), heard AS (
    DELETE FROM replies_to_read USING ended n WHERE replies_to_read.case_id = n.case_id
), numbers AS (
    DELETE FROM phones USING ended n WHERE phones.case_id = n.case_id
), decided AS (
    DELETE FROM history USING ended n WHERE history.aggregate = n.case_id
)
DELETE FROM states USING ended n WHERE states.aggregate = n.case_id

-- old_strangers: messages that belong to no case. What they asked of their number is kept elsewhere
WITH gone AS (
    DELETE FROM unmatched_replies
    WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid AND received_at < %(before)b::timestamptz
    RETURNING 1
)
SELECT count(*) AS number FROM gone

-- old_holds_for_letters: which cases were held for a letter that is gone
WITH gone AS (
    DELETE FROM unread_records u
    WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid AND at < %(before)b::timestamptz
      AND (SELECT count(*) FROM dead_letters d WHERE d.id = u.letter) = 0
    RETURNING 1
)
SELECT count(*) AS number FROM gone

-- old_reveals: who looked at a borrower's own words
SELECT seq AS key FROM reveals
WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid AND at < %(before)b::timestamptz
FOR UPDATE SKIP LOCKED

-- reveals_to_keep: the same, to be written down
SELECT at, operator AS by, why, case_id AS about, reply FROM reveals WHERE seq = ANY(%(keys)b::int8[]) ORDER BY seq

-- forget_reveals: they are written down
DELETE FROM reveals WHERE seq = ANY(%(keys)b::int8[])
