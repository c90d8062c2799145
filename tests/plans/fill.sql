-- histories: n rows in all, 24 a case
INSERT INTO notifier.history
SELECT 'case-' || (i / 24), i % 24 + 1, 'case-' || (i / 24), :end - make_interval(mins => (:n - i)::int / 8), 'doorstep.text.sent.v1',
       md5(i::text), 'text-sent', 'why', '', true, '[{"kind": "texted"}]', ARRAY[md5('p' || i)::uuid]
FROM generate_series(0, :n - 1) AS i

-- notifiers_states: one of ten is open, and where a case is may be read in its document
INSERT INTO notifier.states (aggregate, version, doc)
SELECT 'case-' || c, 24, convert_to(json_build_object(
    'kind', CASE WHEN c % 10 = 0 THEN 'texting' ELSE 'closed' END,
    'loan', json_build_object('person', json_build_object('borrower', 'b-' || c, 'zone', 'UTC', 'region', 'r-' || c % 20),
                              'texts', '[]'::json, 'pad', repeat('x', 300)))::text, 'UTF8')
FROM generate_series(0, :cases - 1) AS c

-- notifiers_timers: as many as there are cases
INSERT INTO notifier.timers SELECT 'case-' || c, 'look', :end + make_interval(mins => c::int % 10000) FROM generate_series(0, :cases - 1) AS c

-- texts: four a case, all but some settled; of an hour ago none is under way
INSERT INTO notifier.texts
    (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind, language, wording, version, slots,
     status, rank, claimed_at, post_before, posting_at, body_hash, sid, moved_at, ask_after, looks, try_after)
SELECT md5('t' || i)::uuid, 'case-' || (i / 4), 'b-' || (i / 4), 'r-1', 'UTC', md5('h' || (i / 4)) || md5('h' || (i / 4)), '{"kid": "k"}',
       'n', 'o', 'reminder-early', 'en', '{}', 0, 0, status, 1, at, at + interval '1 day',
       CASE WHEN status <> 'claimed' THEN at END, 'h', 'SM' || md5(i::text), at, at + interval '400 days', 0,
       CASE WHEN status = 'claimed' THEN at END
FROM (SELECT i, :end - make_interval(mins => (:cases * 4 - i)::int) AS at,
             CASE WHEN i % 1000 = 0 THEN 'claimed' WHEN i % 1001 = 0 THEN 'uncertain' WHEN i % 5 = 0 THEN 'sent' ELSE 'delivered' END
                 AS status
      FROM generate_series(0, :cases * 4 - 1) AS i) AS one

-- contacts: as many
INSERT INTO notifier.contacts
SELECT md5('t' || i)::uuid::text, 'b-' || (i / 4), 'case-' || (i / 4), 'text', 'reminder-early', true, :end - make_interval(mins => i::int), 'made', :end
FROM generate_series(0, :cases * 4 - 1) AS i

-- phones: one a case
INSERT INTO notifier.phones (phone_hash, case_id, borrower, kid, told_at)
SELECT md5('h' || c) || md5('h' || c), 'case-' || c, 'b-' || c, 'kid-' || c, :end FROM generate_series(0, :cases - 1) AS c

-- suppressions: one of two
INSERT INTO notifier.suppressions SELECT 'b-' || c, '', 'opted-out', true, :end FROM generate_series(0, :cases - 1, 4) AS c
UNION ALL SELECT '', md5('h' || c) || md5('h' || c), 'opted-out', true, :end FROM generate_series(1, :cases - 1, 4) AS c

-- replies: one a case
INSERT INTO notifier.replies_to_read (id, case_id, sid, received_at, why, words, settled_at)
SELECT md5('r' || c)::uuid, 'case-' || c, 'SM' || md5('r' || c), :end - make_interval(hours => c::int), 'not-understood', '{}',
       CASE WHEN c % 500 <> 0 THEN :end - make_interval(mins => c::int) END
FROM generate_series(0, :cases - 1) AS c

-- strangers: one a case
INSERT INTO notifier.unmatched_replies
SELECT 'SM' || md5('u' || c), :end - make_interval(mins => c::int), md5('x' || c), 'unknown-phone', 'other', '{}' FROM generate_series(0, :cases - 1) AS c

-- reveals: one a case
INSERT INTO notifier.reveals (at, operator, why, case_id, reply)
SELECT :end - make_interval(mins => c::int), 'ana', 'why', 'case-' || c, md5('r' || c)::uuid FROM generate_series(0, :cases - 1) AS c

-- unread: one a case
INSERT INTO notifier.unread_records SELECT md5('d' || c)::uuid, 'case-' || c, 'code', :end FROM generate_series(0, :cases - 1) AS c

-- schedulers_states: one of ten is open
INSERT INTO scheduler.states (aggregate, version, doc)
SELECT 'case-' || c, 8, convert_to(json_build_object('stage', json_build_object(
    'kind', CASE WHEN c % 10 = 0 THEN 'held' ELSE 'closed' END, 'waits_for', 'operator', 'pad', repeat('x', 300)))::text, 'UTF8')
FROM generate_series(0, :cases - 1) AS c

-- schedulers_histories: eight a case, with the window that was chosen
INSERT INTO scheduler.history
SELECT 'case-' || (i / 8), i % 8 + 1, 'case-' || (i / 8), :end - make_interval(mins => (:cases * 8 - i)::int), 'said', md5(i::text),
       CASE WHEN i % 8 = 3 THEN 'slot-chosen' ELSE 'crew-assigned' END, 'why', '', true,
       CASE WHEN i % 8 = 3 THEN json_build_array(json_build_object('kind', 'slot-chosen', 'window', json_build_object(
           'local', (date '2020-01-01' + (i / 400)::int)::text || 'T10:00', 'start', '2026-01-01T10:00:00Z', 'end', '2026-01-01T12:00:00Z')))
       ELSE '[]'::json END, ARRAY[md5('s' || i)::uuid]
FROM generate_series(0, :cases * 8 - 1) AS i

-- schedulers_timers: as many as there are cases
INSERT INTO scheduler.timers SELECT 'case-' || c, 'look', :end + make_interval(mins => c::int % 10000) FROM generate_series(0, :cases - 1) AS c

-- bookings: one a case
INSERT INTO scheduler.bookings
SELECT 'v-' || c, 'case-' || c, 'b-' || c, tstzrange(:end + make_interval(hours => c::int % 500), :end + make_interval(hours => c::int % 500 + 2))
FROM generate_series(0, :cases - 1) AS c

-- routers_states: twenty regions
INSERT INTO router.states (aggregate, version, doc)
SELECT 'r-' || r, 1000000, convert_to('{"collectors": {}, "bookings": {}}', 'UTF8') FROM generate_series(0, 19) AS r

-- routers_histories: many a region
INSERT INTO router.history
SELECT 'r-' || i % 20, i / 20 + 1, 'case-' || (i / 8), :end - make_interval(mins => (:cases * 8 - i)::int), 'said', md5(i::text), 'crew-assigned', 'why', '',
       true, '[{"kind": "crew-chosen", "considered": []}]', ARRAY[md5('q' || i)::uuid]
FROM generate_series(0, :cases * 8 - 1) AS i

-- duties: two a case
INSERT INTO router.duties
SELECT 'col-' || c % 1000 || '-' || m, 'v-' || c, 'r-' || c % 20,
       tstzrange(:end + make_interval(hours => c::int / 1000), :end + make_interval(hours => c::int / 1000, mins => 40))
FROM generate_series(0, :cases - 1) AS c, generate_series(1, 2) AS m

-- routers_timers: some a region
INSERT INTO router.timers SELECT 'r-' || r, 'tidy', :end + make_interval(mins => r) FROM generate_series(0, 19) AS r

-- model_generations: one that is live
INSERT INTO console.model_generations (generation, asked_by, live_at) VALUES (1, 'ana', now())

-- model_cases: all
INSERT INTO console.model_cases (generation, case_id, stage, step_at, state, visit_state, region_known, texting_version, visit_version)
SELECT 1, 'case-' || c, 'overdue', :end - make_interval(mins => c::int), CASE WHEN c % 10 = 0 THEN 'texting' ELSE 'closed' END,
       CASE WHEN c % 10 = 0 THEN 'held' ELSE 'closed' END, 'r-' || c % 20, 24, 8
FROM generate_series(0, :cases - 1) AS c

-- model_places: two a case
INSERT INTO console.model_places SELECT 1, md5('p' || i)::uuid, 'texts', 1, i, :end - make_interval(mins => i::int) FROM generate_series(0, :cases * 2 - 1) AS i

-- trail: one a case
INSERT INTO console.trail (number, at, by, roles, via, what, about, reason, outcome, proof, before, hash)
SELECT c, :end - make_interval(mins => c::int), 'ana-' || c % 7, '', 'page', 'case-seen', 'case:case-' || c, '', 'done', '',
       md5('b' || c) || md5('b' || c), md5('a' || c) || md5('a' || c)
FROM generate_series(1, :cases) AS c

-- sign_ins: many, after an attack
INSERT INTO console.sign_ins SELECT md5('s' || c)::uuid, :end - make_interval(mins => c::int), md5('n' || c % 100)::bytea, '10.0.0.1', false FROM generate_series(1, :cases) AS c

-- data_keys: one a case
INSERT INTO privacy.data_keys (kid, wrapped) SELECT 'kid-' || c, '\x00' FROM generate_series(0, :cases - 1) AS c

-- forgotten: one of ten
INSERT INTO privacy.forgotten (kid, borrower) SELECT 'gone-' || c, 'gone-' || c FROM generate_series(0, :cases - 1, 10) AS c
