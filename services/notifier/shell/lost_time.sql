-- lost_time_open: the time that a restore lost, until it is lived again; everything that the bank said in it is heard
-- once everything up to its end is
SELECT since, heard_at,
       (SELECT bool_and(heard.at >= lost_time.until) FROM heard WHERE heard.topic = 'loans') IS TRUE AS heard
FROM lost_time WHERE over_at IS NULL

-- lost_time_over: since when
SELECT over_at FROM lost_time

-- undecided: what is read and waits for its decision, where it can be decided on now
SELECT 1 AS one FROM intake i
WHERE position('"reply-received"'::bytea IN i.doc) > 0 AND (SELECT count(*) FROM parked p WHERE p.aggregate = i.aggregate) = 0
UNION ALL SELECT 1 FROM timers t
WHERE t.due_at <= %(now)s AND (SELECT count(*) FROM parked p WHERE p.aggregate = t.aggregate) = 0
LIMIT 1

-- lose_time: another restore begins it anew
INSERT INTO lost_time (since, until)
SELECT since, until FROM unnest(%(since)b::timestamptz[], %(until)b::timestamptz[]) AS n (since, until)
ON CONFLICT (id) DO UPDATE SET
    since = CASE WHEN lost_time.over_at IS NULL THEN least(lost_time.since, excluded.since) ELSE excluded.since END,
    until = excluded.until, heard_at = NULL, over_at = NULL

-- lost_time_heard: from now on a reading of the carrier's list finds whose numbers wrote
UPDATE lost_time SET heard_at = coalesce(lost_time.heard_at, n.at)
FROM unnest(%(at)b::timestamptz[]) AS n (at) WHERE over_at IS NULL

-- end_lost_time: texts go out again
UPDATE lost_time SET over_at = n.at FROM unnest(%(at)b::timestamptz[]) AS n (at) WHERE over_at IS NULL

-- add_lost_texts: each once; of one that is known already the carrier's newest word is kept
INSERT INTO lost_texts (sid, phones, words, at, status, code, how)
SELECT sid, string_to_array(phones, ' '), words, at, status, code, how FROM unnest(
    %(sid)b::text[], %(phones)b::text[], %(words)b::text[], %(at)b::timestamptz[], %(status)b::text[],
    %(code)b::int4[], %(how)b::text[]
) AS n (sid, phones, words, at, status, code, how)
ON CONFLICT (sid) DO UPDATE SET status = excluded.status, code = excluded.code

-- sids_known: texts that we know by the carrier's id
SELECT sid FROM texts WHERE sid = ANY(%(sids)b::text[])

-- sids_noted: texts that only the carrier knows, and that a recovery kept before
SELECT sid FROM lost_texts WHERE sid = ANY(%(sids)b::text[])

-- texts_begun: what was on its way when the backup was made; it is looked for by itself (see reconcile)
SELECT phone_hash, body_hash FROM texts WHERE status IN ('posting', 'uncertain') AND phone_hash = ANY(%(phones)b::text[])

-- texts_like_lost: claimed texts to whom something went that we do not know. Where there is nothing of that kind, no
-- text is read
SELECT intent, case_id, zone, phone, phone_hash, officer, kind, language, wording, tries FROM texts t
WHERE EXISTS (SELECT 1 FROM lost_texts WHERE how IS NULL AND at > %(since)s)
  AND status = 'claimed' AND post_before > %(now)s
  AND EXISTS (SELECT 1 FROM lost_texts l WHERE l.how IS NULL AND l.at > %(since)s AND l.phones @> ARRAY[t.phone_hash])
  AND NOT EXISTS (
      SELECT 1 FROM switches s
      WHERE s.stopped AND s.what = 'sending' AND s.scope IN ('all', 'region:' || t.region, 'case:' || t.case_id)
  )
ORDER BY claimed_at, intent LIMIT %(limit)s

-- texts_taken_back: what was taken back here lately, of these numbers, and may have gone out before
SELECT intent, case_id, zone, phone, phone_hash, officer, kind, language, wording, tries FROM texts
WHERE status = 'withdrawn' AND posting_at IS NULL AND claimed_at > %(since)s AND phone_hash = ANY(%(phones)b::text[])
  AND case_id = ANY(ARRAY(SELECT case_id FROM phones WHERE phone_hash = ANY(%(phones)b::text[])))
ORDER BY claimed_at DESC, intent LIMIT %(limit)s

-- lock_like_lost: those that are as they were found
SELECT intent, status FROM texts WHERE intent = ANY(%(intents)b::uuid[])
    AND (status = 'withdrawn' OR (status = 'claimed' AND post_before > %(now)s))
ORDER BY intent FOR UPDATE SKIP LOCKED

-- lost_texts_to: what went to these numbers, and is not explained yet; one process at a time explains it
SELECT sid, phones, words, at, status, code FROM lost_texts
WHERE how IS NULL AND at > %(since)s AND phones && %(phones)b::text[] ORDER BY sid FOR UPDATE

-- settle_lost_texts: what became clear of them; their own line in the ledger goes with it. One that was taken back here
-- has been posted all the same: a reply may answer it
WITH posted AS (
    UPDATE texts SET posting_at = lost_texts.at
    FROM unnest(%(sid)b::text[], %(intent)b::uuid[]) AS n (sid, intent) JOIN lost_texts USING (sid)
    WHERE texts.intent = n.intent AND texts.status = 'withdrawn'
), found AS (
    UPDATE lost_texts SET how = n.how, intent = n.intent, settled_at = n.at
    FROM unnest(%(sid)b::text[], %(how)b::text[], %(intent)b::uuid[], %(at)b::timestamptz[], %(contact)b::text[])
        AS n (sid, how, intent, at, contact)
    WHERE lost_texts.sid = n.sid AND lost_texts.how IS NULL RETURNING n.contact, n.intent
)
UPDATE contacts SET state = 'void' FROM found WHERE contacts.id = found.contact AND found.intent IS NOT NULL

-- lost_texts_uncounted: whose number it is, where that is known
SELECT DISTINCT ON (l.sid) l.sid, l.at, p.borrower, p.case_id
FROM lost_texts l JOIN phones p ON p.phone_hash = ANY(l.phones)
WHERE l.how IS NULL AND l.at > %(since)s ORDER BY l.sid, p.told_at DESC NULLS LAST, p.case_id

-- count_lost_texts: a person got them, so they count, until they are known as a text that has its own line
INSERT INTO contacts (id, borrower, case_id, channel, kind, counted, at, state, told_at)
SELECT id, borrower, case_id, 'text', 'lost', true, at, 'reserved', at FROM unnest(
    %(id)b::text[], %(borrower)b::text[], %(case_id)b::text[], %(at)b::timestamptz[]
) AS n (id, borrower, case_id, at) ON CONFLICT (id) DO NOTHING

-- add_lost_stops: each once
INSERT INTO lost_stops (id, case_id, received_at, words)
SELECT * FROM unnest(%(id)b::uuid[], %(case_id)b::text[], %(received_at)b::timestamptz[], %(words)b::text[])
ON CONFLICT (id) DO NOTHING

-- lost_stops_untold: those that their cases have not heard; under which of the case's numbers is nothing to a STOP
SELECT s.id, s.case_id, s.received_at, s.words, coalesce(p.phone_hash, '') AS phone_hash FROM lost_stops s
LEFT JOIN LATERAL (
    SELECT phone_hash FROM phones WHERE phones.case_id = s.case_id ORDER BY told_at DESC NULLS LAST, phone_hash LIMIT 1
) AS p ON true
WHERE NOT s.told ORDER BY s.received_at, s.id

-- tell_lost_stops: in the transaction that takes them in
UPDATE lost_stops SET told = true FROM unnest(%(id)b::uuid[]) AS n (id) WHERE lost_stops.id = n.id

-- lost_texts_named: reports on these are on nothing else, whatever intents they name now
SELECT sid FROM lost_texts JOIN unnest(%(sids)b::text[], %(intents)b::uuid[]) AS n (sid, intent) USING (sid)
WHERE lost_texts.intent IS DISTINCT FROM n.intent
