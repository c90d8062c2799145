-- What notifier shows of its cases, texts and replies. Nothing here is personal in clear; words are sealed.
-- (OFFSET 0: each document is read once, not once a column.)

CREATE OR REPLACE VIEW :published.cases AS
SELECT s.aggregate AS case_id, s.version, known ->> 'kind' AS state, known ->> 'cause' AS closed_for,
       coalesce(known #>> '{loan,person,zone}', known #>> '{person,zone}') AS zone,
       coalesce(known #>> '{loan,person,region}', known #>> '{person,region}') AS region,
       (known #>> '{loan,amount,minor}')::bigint AS owed_minor, known #>> '{loan,amount,currency}' AS owed_currency,
       (known #>> '{loan,due_since}')::date AS due_since,
       coalesce((known #>> '{loan,visits_made}')::integer, 0) AS visits_made,
       coalesce((known #>> '{loan,texted}')::boolean, false) AS texted,
       ARRAY(SELECT brake ->> 'cause' FROM json_array_elements(known -> 'brakes') AS brake) AS holds
FROM states s, LATERAL (SELECT convert_from(s.doc, 'UTF8')::json AS known OFFSET 0) AS d;
COMMENT ON VIEW :published.cases IS 'Where each case stands with the texts.';

CREATE OR REPLACE VIEW :published.case_texts AS
SELECT s.aggregate AS case_id, place::integer AS place, (one ->> 'intent')::uuid AS intent, one ->> 'kind' AS kind,
       one ->> 'status' AS status, (one ->> 'code')::integer AS code, (one ->> 'at')::timestamptz AS at,
       (one ->> 'not_before')::timestamptz AS not_before, (one ->> 'not_after')::timestamptz AS not_after,
       one ->> 'visit' AS visit
FROM states s, json_array_elements(convert_from(s.doc, 'UTF8')::json #> '{loan,texts}')
    WITH ORDINALITY AS t (one, place);
COMMENT ON VIEW :published.case_texts IS 'The texts that a case remembers, in their order, with what became of them.';

-- A hold began with the newest change that put it on.
CREATE OR REPLACE VIEW :published.holds AS
SELECT held.case_id, held.state, held.cause, held.until, held.letters, held.zone, put_on.at AS since, put_on.reason,
       put_on.why
FROM (
    SELECT s.aggregate AS case_id, known ->> 'kind' AS state, brake ->> 'cause' AS cause,
           (brake ->> 'until')::timestamptz AS until, coalesce(brake -> 'letters', '[]') AS letters,
           coalesce(known #>> '{loan,person,zone}', known #>> '{person,zone}') AS zone
    FROM states s, LATERAL (SELECT convert_from(s.doc, 'UTF8')::json AS known OFFSET 0) AS d,
         json_array_elements(known -> 'brakes') AS brake
) AS held
LEFT JOIN LATERAL (
    SELECT at, reason, why FROM history h
    WHERE h.aggregate = held.case_id AND EXISTS (
        SELECT FROM json_array_elements(h.changes) AS change
        WHERE change ->> 'kind' = 'braked' AND change ->> 'cause' = held.cause
    ) ORDER BY version DESC LIMIT 1
) AS put_on ON true;
COMMENT ON VIEW :published.holds IS 'What holds cases, since when, until when, and why; closed ones keep theirs (state). letters: dead letters, each with id and code.';

CREATE OR REPLACE VIEW :published.texts_in_doubt AS
SELECT intent, case_id, region, zone, kind, visit, posting_at, looks, look_after FROM texts WHERE status = 'uncertain';
COMMENT ON VIEW :published.texts_in_doubt IS 'Texts of which nobody knows whether the carrier has them; looked for there, looks times so far.';

CREATE OR REPLACE VIEW :published.texts_open AS
SELECT intent, case_id, status, looks,
       CASE WHEN status = 'claimed'
            THEN least(greatest(coalesce(try_after, claimed_at), (SELECT max(probe_at) FROM outages)), post_before)
            WHEN status = 'uncertain' THEN coalesce(look_after, posting_at) END AS next_at
FROM texts WHERE status IN ('claimed', 'posting', 'uncertain');
COMMENT ON VIEW :published.texts_open IS 'Texts that are to be posted, are being posted, or are in doubt, and when something is done about each.';

CREATE OR REPLACE VIEW :published.replies_to_read AS
SELECT r.id, r.case_id, r.sid, r.received_at, r.why, r.words, r.media, r.settled_at, r.settled_by, r.verdict,
       coalesce(convert_from(s.doc, 'UTF8')::json #>> '{loan,person,zone}', 'UTC') AS zone
FROM replies_to_read r LEFT JOIN states s ON s.aggregate = r.case_id;
COMMENT ON VIEW :published.replies_to_read IS 'Replies that wait for a person, and those that one has settled; words and media are sealed.';

CREATE OR REPLACE VIEW :published.unmatched_replies AS
SELECT sid, received_at, why, CASE phone_hash WHEN '' THEN 'other' ELSE said END AS said, words FROM unmatched_replies;
COMMENT ON VIEW :published.unmatched_replies IS 'Messages that belong to no case; words are sealed under the quarantine key.';

CREATE OR REPLACE VIEW :published.unread_records AS SELECT letter, case_id, code, at FROM unread_records;
COMMENT ON VIEW :published.unread_records IS 'Which cases are held for which dead letter.';
