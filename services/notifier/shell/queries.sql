-- claim_texts: a text, its place in the ledger and its phone, in one; a text that was taken back may be claimed again
WITH given AS (
    SELECT * FROM unnest(
        %(intent)b::uuid[], %(case_id)b::text[], %(borrower)b::text[], %(region)b::text[], %(zone)b::text[],
        %(phone_hash)b::text[], %(phone)b::text[], %(name)b::text[], %(officer)b::text[], %(kind)b::text[],
        %(language)b::text[], %(wording)b::text[], %(visit)b::text[], %(version)b::int4[], %(slots)b::int4[],
        %(counted)b::bool[], %(claimed_at)b::timestamptz[], %(post_before)b::timestamptz[]
    ) AS n (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind, language, wording, visit,
            version, slots, counted, claimed_at, post_before)
), entered AS (
    INSERT INTO contacts (id, borrower, case_id, channel, kind, counted, at, state, told_at)
    SELECT intent::text, borrower, case_id, 'text', kind, counted, claimed_at, 'reserved', claimed_at FROM given
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, state = 'reserved', told_at = excluded.told_at
        WHERE contacts.state = 'void'
), known AS (
    INSERT INTO phones (phone_hash, case_id, borrower, kid, told_at)
    SELECT DISTINCT ON (phone_hash, case_id) phone_hash, case_id, borrower, phone::json ->> 'kid', claimed_at FROM given
    ON CONFLICT DO NOTHING
)
INSERT INTO texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind, language, wording,
                   visit, version, slots, status, rank, claimed_at, post_before)
SELECT intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind, language, wording, visit,
       version, slots, 'claimed', 1, claimed_at, post_before FROM given
ON CONFLICT (intent) DO UPDATE
    SET status = CASE texts.status WHEN 'posting' THEN 'posting' ELSE 'claimed' END,
        rank = CASE texts.status WHEN 'posting' THEN 3 ELSE 1 END, claimed_at = excluded.claimed_at, post_before = excluded.post_before,
        phone = excluded.phone, phone_hash = excluded.phone_hash, try_after = NULL
    WHERE texts.status IN ('claimed', 'withdrawn', 'posting')

-- withdraw_texts: what nobody has begun to post is taken back, with its place in the ledger. What is on its way may
-- still turn out not to have been taken: it must not be posted any more then, so its time is over (see put_back). One
-- update for both: a text that is begun while we wait for its row is seen as it is then
WITH back AS (
    UPDATE texts SET
        status = CASE texts.status WHEN 'claimed' THEN 'withdrawn' ELSE texts.status END,
        rank = CASE texts.status WHEN 'claimed' THEN 2 ELSE texts.rank END,
        post_before = CASE texts.status WHEN 'posting' THEN posting_at ELSE post_before END
    FROM unnest(%(intent)b::uuid[]) AS n (intent)
    WHERE texts.intent = n.intent AND texts.status IN ('claimed', 'posting') RETURNING texts.intent, texts.status
)
UPDATE contacts SET state = 'void' FROM back
WHERE contacts.id = back.intent::text AND back.status = 'withdrawn' AND contacts.state = 'reserved'

-- move_texts: only up; the carrier's id and code are kept whenever they come
UPDATE texts SET
    status = CASE WHEN n.rank > texts.rank THEN n.status ELSE texts.status END,
    moved_at = CASE WHEN n.rank > texts.rank THEN n.at ELSE texts.moved_at END,
    rank = greatest(texts.rank, n.rank),
    sid = coalesce(texts.sid, n.sid),
    carrier_code = coalesce(n.carrier_code, texts.carrier_code)
FROM (
    SELECT DISTINCT ON (intent) * FROM unnest(
        %(intent)b::uuid[], %(status)b::text[], %(rank)b::int4[], %(sid)b::text[], %(carrier_code)b::int4[],
        %(at)b::timestamptz[]
    ) AS g (intent, status, rank, sid, carrier_code, at) ORDER BY intent, rank DESC
) AS n
WHERE texts.intent = n.intent

-- enter_contacts: the newest word on a contact counts, and what was made is never unmade
INSERT INTO contacts (id, borrower, case_id, channel, kind, counted, at, state, told_at)
SELECT DISTINCT ON (id) * FROM unnest(
    %(id)b::text[], %(borrower)b::text[], %(case_id)b::text[], %(channel)b::text[], %(kind)b::text[],
    %(counted)b::bool[], %(at)b::timestamptz[], %(state)b::text[], %(told_at)b::timestamptz[]
) AS n (id, borrower, case_id, channel, kind, counted, at, state, told_at) ORDER BY id, told_at DESC
ON CONFLICT (id) DO UPDATE SET at = excluded.at, state = excluded.state, told_at = excluded.told_at
    WHERE contacts.state <> 'made' AND excluded.told_at >= contacts.told_at

-- suppress: the newest word of a person counts, and a STOP also against one that is newer by no more than clocks may
-- differ (APART_MAX in shared/decision/clocks.py); from then on it is as new as that. A START counts as much against
-- what the carrier said when it refused a text: that was dated by one process's clock, and it would refuse the next.
-- A refusal of visits counts always: what an operator ended was another, which they had read
INSERT INTO suppressions (borrower, phone_hash, cause, active, at)
SELECT DISTINCT ON (borrower, phone_hash) * FROM unnest(
    %(borrower)b::text[], %(phone_hash)b::text[], %(cause)b::text[], %(active)b::bool[], %(at)b::timestamptz[]
) AS n (borrower, phone_hash, cause, active, at) ORDER BY borrower, phone_hash, cause = 'visits-refused' DESC, at DESC, active DESC
ON CONFLICT (borrower, phone_hash) DO UPDATE
    SET cause = excluded.cause, active = excluded.active, at = greatest(suppressions.at, excluded.at)
    WHERE suppressions.at < excluded.at OR excluded.cause = 'visits-refused'
       OR (excluded.active OR suppressions.cause = 'opted-out-at-carrier')
          AND suppressions.at <= excluded.at + interval '2 minutes'

-- keep_replies: for a person to read; a reply waits once
INSERT INTO replies_to_read (id, case_id, sid, received_at, why, words, media)
SELECT * FROM unnest(
    %(id)b::uuid[], %(case_id)b::text[], %(sid)b::text[], %(received_at)b::timestamptz[], %(why)b::text[],
    %(words)b::text[], %(media)b::text[]
) AS n (id, case_id, sid, received_at, why, words, media)
ON CONFLICT (id) DO NOTHING

-- kept_replies: what of these cases lately went to a person, and whether it still waits
SELECT id, case_id, sid, words, settled_at IS NULL AS waits FROM replies_to_read
WHERE case_id = ANY(%(cases)b::text[]) AND received_at > %(since)s ORDER BY received_at DESC

-- hold_persons: one transaction at a time counts the contacts of a person; locked in one order, released at the end
SELECT pg_advisory_xact_lock(hashtextextended(borrower, 4711)) IS NULL AS held
FROM (SELECT DISTINCT borrower FROM unnest(%(borrowers)b::text[]) AS n (borrower) ORDER BY borrower) AS persons

-- contacts_of: what counts against any cap that the pack can name, and visits that lie ahead; which texts still wait
SELECT id, borrower, case_id, channel, at, counted,
       channel = 'text' AND EXISTS (
           SELECT 1 FROM texts
           WHERE texts.intent = CASE WHEN channel = 'text' THEN contacts.id::uuid END AND texts.status = 'claimed'
       ) AS waits
FROM contacts
WHERE borrower = ANY(%(borrowers)b::text[]) AND state <> 'void' AND at > %(since)s ORDER BY borrower, at

-- suppressions_of: what these persons asked us to stop
SELECT borrower, phone_hash FROM suppressions WHERE borrower = ANY(%(borrowers)b::text[]) AND active

-- questions_of: what a reply from these phones may answer, newest first; a reply proves that its question arrived
SELECT phone_hash, intent, case_id, kind, visit, version, slots, wording, posting_at FROM texts
WHERE phone_hash = ANY(%(phones)b::text[]) AND posting_at > %(since)s AND status NOT IN ('rejected', 'claimed', 'withdrawn')
ORDER BY posting_at DESC

-- texts_reported: which cases status reports concern, and under which ids the carrier took the texts
SELECT intent, case_id, sid FROM texts WHERE intent = ANY(%(intents)b::uuid[])

-- texts_to_post: the oldest claimed ones in time, unless a switch stops them, something may lie unread (see
-- lock_claimed), a STOP came from the number when it was nobody's, or the carrier knows of a text to them that we do not
-- (see lost_time.sql). Those that were put back come after those that nobody has tried, and not before their time. Who
-- looks at the same time gets others. While posting has stopped for all nothing is read, but for a probe. With each comes
-- the data key of its phone (as in keys_of), under which mostly all of it is sealed. What is stopped is asked once: of a
-- region that is, very many may wait before others
SELECT intent, case_id, zone, phone, phone_hash, officer, kind, language, wording, tries, (
    SELECT wrapped FROM privacy.data_keys k WHERE k.kid = t.phone::json ->> 'kid'
       AND NOT EXISTS (SELECT FROM privacy.forgotten f WHERE f.kid = k.kid)
) AS wrapped
FROM texts t
WHERE (%(probing)s OR NOT EXISTS (SELECT 1 FROM outages WHERE carrier = 'sms'))
  AND status = 'claimed' AND post_before > %(now)s
  AND coalesce(try_after, '-infinity'::timestamptz) <= %(now)s
  AND NOT (SELECT coalesce(array_agg(s.scope), '{}') FROM switches s WHERE s.stopped AND s.what = 'sending')
          && ARRAY['all', 'region:' || t.region, 'case:' || t.case_id]
  AND NOT (t.kind = ANY(%(unsaid)s::text[]) AND (
      EXISTS (SELECT 1 FROM deaf) OR EXISTS (SELECT 1 FROM parked p WHERE p.aggregate = t.case_id)
  ))
  AND (t.kind = 'opt-out-confirmed' OR NOT EXISTS (
      SELECT 1 FROM suppressions q WHERE q.borrower = '' AND q.phone_hash = t.phone_hash AND q.active
  ))
  AND NOT EXISTS (SELECT 1 FROM lost_time WHERE over_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM lost_texts l WHERE l.how IS NULL AND l.at > %(lost)s AND l.phones @> ARRAY[t.phone_hash])
ORDER BY coalesce(try_after, '-infinity'::timestamptz), claimed_at, intent LIMIT %(limit)s
FOR UPDATE OF t SKIP LOCKED

-- texts_waiting: is there anything for whoever posts texts or looks after them? One look for all of them; each part is
-- the first of an index. What is held back by a switch counts as well: who is woken for it finds that out
SELECT
    EXISTS (SELECT FROM outages WHERE carrier = 'sms') OR coalesce((
        SELECT coalesce(try_after, '-infinity'::timestamptz) FROM texts WHERE status = 'claimed'
        ORDER BY coalesce(try_after, '-infinity'::timestamptz), claimed_at, intent LIMIT 1
    ) <= %(now)s, false) AS to_post,
    coalesce((
        SELECT post_before FROM texts WHERE status = 'claimed' ORDER BY post_before LIMIT 1
    ) <= %(now)s, false) AS expired,
    EXISTS (
        SELECT FROM texts WHERE status = 'posting' AND owner IS DISTINCT FROM %(me)s AND (owner = -1 OR owner NOT IN (
            SELECT objid::bigint::int4 FROM pg_locks
            WHERE locktype = 'advisory' AND classid = %(space)s::int4::oid AND objsubid = 2 AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ))
    ) AS of_the_dead,
    EXISTS (
        SELECT FROM texts
        WHERE status = 'uncertain' AND (look_after IS NULL OR look_after <= %(now)s) AND looks < %(looks_max)s
    ) AS in_doubt,
    EXISTS (SELECT FROM lost_texts WHERE how IS NULL AND at > %(since)s) AS lost_texts,
    EXISTS (SELECT FROM lost_time WHERE over_at IS NULL) AS lost_time

-- keys_of: the data keys of what is sealed in texts, as for anybody: what was forgotten stays shut
SELECT kid, wrapped FROM privacy.data_keys AS k WHERE kid = ANY(%(kids)s::text[])
  AND NOT EXISTS (SELECT FROM privacy.forgotten AS f WHERE f.kid = k.kid)

-- begin_posts: committed before the socket opens; from here on it is never posted by anybody else. One that waited
-- long has its place in the ledger moved to when it really goes out
WITH given AS (
    SELECT * FROM unnest(%(intent)b::uuid[], %(owner)b::int4[], %(at)b::timestamptz[], %(body_hash)b::text[],
                         %(segments)b::int4[], %(encoding)b::text[])
        AS n (intent, owner, at, body_hash, segments, encoding)
), late AS (
    UPDATE contacts SET at = given.at FROM given
    WHERE contacts.id = given.intent::text AND contacts.at < given.at - interval '1 minute'
)
UPDATE texts SET status = 'posting', rank = 3, owner = n.owner, posting_at = n.at, body_hash = n.body_hash,
    segments = n.segments, encoding = n.encoding, carrier_code = NULL, ask_after = n.at + interval '1 hour'
FROM given AS n WHERE texts.intent = n.intent AND texts.status = 'claimed'

-- keep_charges: the carrier's count is kept where it is another than ours; what it does not say stays as it was known
UPDATE texts SET
    carrier_segments = CASE WHEN n.segments IS NULL THEN texts.carrier_segments
                            ELSE nullif(n.segments, texts.segments) END,
    price = coalesce(n.price, texts.price), price_unit = coalesce(n.currency, texts.price_unit)
FROM unnest(%(intent)b::uuid[], %(segments)b::int4[], %(price)b::numeric[], %(currency)b::text[])
    AS n (intent, segments, price, currency)
WHERE texts.intent = n.intent

-- put_back: certainly not accepted (refused connection, too many requests): to be tried again later, unless it was
-- withdrawn while it was on its way
WITH back AS (
    UPDATE texts SET
        status = CASE WHEN post_before <= posting_at THEN 'withdrawn' ELSE 'claimed' END,
        rank = CASE WHEN post_before <= posting_at THEN 2 ELSE 1 END,
        owner = NULL, posting_at = NULL, try_after = n.try_after, tries = tries + 1, carrier_code = n.code,
        moved_at = CASE WHEN n.code IS NULL THEN texts.moved_at ELSE n.at END
    FROM unnest(
        %(intent)b::uuid[], %(owner)b::int4[], %(try_after)b::timestamptz[], %(at)b::timestamptz[], %(code)b::int4[]
    ) AS n (intent, owner, try_after, at, code)
    WHERE texts.intent = n.intent AND texts.status = 'posting' AND texts.owner = n.owner
    RETURNING texts.intent, texts.status
)
UPDATE contacts SET state = 'void' FROM back
WHERE contacts.id = back.intent::text AND back.status = 'withdrawn' AND contacts.state = 'reserved'

-- put_off: what can't be written; whoever looks next finds others before it
UPDATE texts SET try_after = n.try_after, tries = tries + 1
FROM unnest(%(intent)b::uuid[], %(try_after)b::timestamptz[]) AS n (intent, try_after)
WHERE texts.intent = n.intent AND texts.status = 'claimed'

-- expired_claims: their time to be posted ran out
SELECT intent, case_id, claimed_at, post_before FROM texts WHERE status = 'claimed' AND post_before <= %(now)s
ORDER BY post_before LIMIT %(limit)s

-- posts_of_the_dead: begun by a process that is gone
SELECT intent, owner FROM texts
WHERE status = 'posting' AND owner IS DISTINCT FROM %(me)s AND owner <> -1 AND owner NOT IN (
    SELECT objid::bigint::int4 FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %(space)s::int4::oid AND objsubid = 2 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
ORDER BY posting_at LIMIT %(limit)s

-- disown: from here on nobody puts it back, also if its process only seemed to be gone and is still talking
UPDATE texts SET owner = -1 FROM unnest(%(intent)b::uuid[], %(owner)b::int4[]) AS n (intent, owner)
WHERE texts.intent = n.intent AND texts.status = 'posting' AND texts.owner = n.owner

-- posts_of_nobody: nobody knows whether the carrier has them
SELECT intent, case_id FROM texts WHERE status = 'posting' AND owner = -1 ORDER BY posting_at LIMIT %(limit)s

-- texts_in_doubt: to be looked for at the carrier's, less and less often
SELECT intent, case_id, phone, body_hash, posting_at, looks FROM texts
WHERE status = 'uncertain' AND (look_after IS NULL OR look_after <= %(now)s) AND looks < %(looks_max)s
ORDER BY look_after NULLS FIRST, posting_at LIMIT %(limit)s

-- looked: when to look for it again
UPDATE texts SET look_after = n.look_after, looks = n.looks
FROM unnest(%(intent)b::uuid[], %(look_after)b::timestamptz[], %(looks)b::int4[]) AS n (intent, look_after, looks)
WHERE texts.intent = n.intent

-- texts_unreported: the carrier took them a while ago and never said what became of them
SELECT intent, case_id, sid, status, posting_at, asks FROM texts
WHERE status IN ('accepted', 'sent') AND ask_after <= %(now)s AND sid IS NOT NULL
ORDER BY ask_after LIMIT %(limit)s

-- asked: when to ask the carrier again
UPDATE texts SET ask_after = n.ask_after, asks = n.asks
FROM unnest(%(intent)b::uuid[], %(ask_after)b::timestamptz[], %(asks)b::int4[]) AS n (intent, ask_after, asks)
WHERE texts.intent = n.intent

-- outage_now: has posting stopped for all?
SELECT cause, code, since, probes, good, probe_at FROM outages WHERE carrier = 'sms'

-- outage_to_probe: the same, for the one process that may try the way now
SELECT cause, code, since, probes, good, probe_at FROM outages WHERE carrier = 'sms' AND probe_at <= %(now)s
FOR UPDATE SKIP LOCKED

-- stop_posting: the first that says so counts
INSERT INTO outages (carrier, cause, code, since, probes, good, probe_at)
SELECT 'sms', cause, code, since, 0, 0, probe_at FROM unnest(
    %(cause)b::text[], %(code)b::int4[], %(since)b::timestamptz[], %(probe_at)b::timestamptz[]
) AS n (cause, code, since, probe_at) LIMIT 1
ON CONFLICT (carrier) DO NOTHING

-- probed: what the probe came to
UPDATE outages SET
    probes = outages.probes + n.failed::int, good = CASE WHEN n.failed THEN 0 ELSE outages.good + n.good END,
    probe_at = n.probe_at
FROM unnest(%(since)b::timestamptz[], %(good)b::int4[], %(failed)b::bool[], %(probe_at)b::timestamptz[])
    AS n (since, good, failed, probe_at)
WHERE outages.since = n.since

-- go_on: posting goes on for all
DELETE FROM outages USING unnest(%(since)b::timestamptz[]) AS n (since) WHERE outages.since = n.since

-- codes_lately: with which codes texts failed lately, or were put back; and how many were delivered (no code)
SELECT carrier_code AS code, status IN ('failed', 'undelivered') AS late, count(*)::int4 AS number FROM texts
WHERE moved_at > %(since)s AND carrier_code IS NOT NULL AND status IN ('failed', 'undelivered', 'rejected', 'claimed')
GROUP BY 1, 2
UNION ALL SELECT NULL, true, count(*)::int4 FROM texts WHERE moved_at > %(since)s AND status = 'delivered'

-- alarms_now: codes with which most texts fail
SELECT code FROM carrier_alarms WHERE until > %(now)s ORDER BY code

-- raise_alarms: or let them go on
INSERT INTO carrier_alarms (code, since, until, failed, ended)
SELECT code, since, until, failed, ended FROM unnest(
    %(code)b::int4[], %(since)b::timestamptz[], %(until)b::timestamptz[], %(failed)b::int4[], %(ended)b::int4[]
) AS n (code, since, until, failed, ended)
ON CONFLICT (code) DO UPDATE SET until = excluded.until, failed = excluded.failed, ended = excluded.ended,
    since = CASE WHEN carrier_alarms.until > excluded.since THEN carrier_alarms.since ELSE excluded.since END

-- alarms_over: texts arrive again
DELETE FROM carrier_alarms USING unnest(%(code)b::int4[]) AS n (code) WHERE carrier_alarms.code = n.code

-- lock_claimed: of these, the ones that are still to be posted; they are ours until the commit. A switch may have been
-- thrown since they were found; what the borrower wrote, if it is not read yet, may say STOP; a record about the case
-- that could not be read may be a brake; who was forgotten is not texted; and what the bank said may be a payment:
-- unread in Kafka, or in the queue of a case that was set aside
SELECT intent FROM texts t
WHERE intent = ANY(%(intents)b::uuid[]) AND status = 'claimed' AND post_before > %(now)s
  AND NOT EXISTS (
      SELECT 1 FROM switches s
      WHERE s.stopped AND s.what = 'sending' AND s.scope IN ('all', 'region:' || t.region, 'case:' || t.case_id)
  )
  AND NOT EXISTS (
      SELECT 1 FROM intake i
      WHERE i.aggregate = t.case_id
        AND (position('"reply-received"'::bytea IN i.doc) > 0 OR position('"record-refused"'::bytea IN i.doc) > 0
             OR position('"borrower-erased"'::bytea IN i.doc) > 0)
  )
  AND NOT (t.kind = ANY(%(unsaid)s::text[]) AND (
      EXISTS (SELECT 1 FROM deaf) OR EXISTS (SELECT 1 FROM parked p WHERE p.aggregate = t.case_id)
  ))
  AND (t.kind = 'opt-out-confirmed' OR NOT EXISTS (
      SELECT 1 FROM suppressions q WHERE q.borrower = '' AND q.phone_hash = t.phone_hash AND q.active
  ))
  AND NOT EXISTS (SELECT 1 FROM lost_time WHERE over_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM lost_texts l WHERE l.how IS NULL AND l.at > %(lost)s AND l.phones @> ARRAY[t.phone_hash])
ORDER BY intent FOR UPDATE OF t SKIP LOCKED

-- sids_of_others: carrier's ids that belong to another text already
SELECT sid FROM texts WHERE sid = ANY(%(sids)b::text[]) AND intent <> %(intent)s
UNION SELECT sid FROM lost_texts WHERE sid = ANY(%(sids)b::text[]) AND intent <> %(intent)s

-- keep_unread: by which whoever settles a letter finds the cases that are held for it
INSERT INTO unread_records (letter, case_id, code, at)
SELECT * FROM unnest(%(letter)b::uuid[], %(case_id)b::text[], %(code)b::text[], %(at)b::timestamptz[])
ON CONFLICT DO NOTHING

-- open_letters: records that nobody could read, nobody has settled, and that may concern one of these names
SELECT id, code, concerns FROM dead_letters
WHERE concerns && %(names)b::uuid[] AND replayed_at IS NULL AND discarded_at IS NULL
ORDER BY at, id

-- letters_given_back: records that lie in their topic again and may not have been read there yet: not everything that
-- was published when they were given back is known to be decided on. Both moments are this server's. After ten minutes
-- nobody waits any more; a topic that nobody must hear is waited for as long.
SELECT id, concerns FROM dead_letters AS letter
WHERE concerns && %(names)b::uuid[] AND discarded_at IS NULL AND replayed_at > clock_timestamp() - interval '10 minutes'
    AND (SELECT bool_and(heard.at >= letter.replayed_at) FROM heard WHERE heard.topic = letter.topic) IS NOT TRUE
ORDER BY id

-- held_for_letter: the cases that are held until this letter is settled
SELECT case_id FROM unread_records WHERE letter = %(letter)s ORDER BY case_id

-- was_told: has this direct input been stored before, whether or not it was handled
SELECT id FROM intake WHERE id = %(id)s UNION ALL SELECT event_id FROM inbox WHERE event_id = %(id)s

-- reply_to_read: a reply that was kept for a person, and whether one has settled it
SELECT case_id, received_at, settled_at, settled_by, verdict FROM replies_to_read WHERE id = %(id)s

-- settle_replies: a person has read them
UPDATE replies_to_read SET settled_at = n.at, settled_by = n.by, verdict = n.verdict
FROM unnest(%(id)b::uuid[], %(at)b::timestamptz[], %(by)b::text[], %(verdict)b::text[]) AS n (id, at, by, verdict)
WHERE replies_to_read.id = n.id

-- add_reveals: who read a borrower's own words
INSERT INTO reveals (at, operator, why, case_id, reply)
SELECT * FROM unnest(%(at)b::timestamptz[], %(operator)b::text[], %(why)b::text[], %(case_id)b::text[],
                     %(reply)b::uuid[])
