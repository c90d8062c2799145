-- Every window that a borrower ever chose, with what became of it. The index holds the day as the borrower was told it;
-- it grows with decisions of one kind only, and nothing that is ever updated.
CREATE INDEX IF NOT EXISTS history_appointments ON history
    ((left(jsonb_path_query_first(changes::jsonb, '$[*] ? (@.kind == "slot-chosen").window.local') #>> '{}', 10)))
    WHERE reason = 'slot-chosen';

CREATE OR REPLACE VIEW :published.appointments AS
SELECT h.aggregate AS case_id, h.version,
       left(jsonb_path_query_first(h.changes::jsonb, '$[*] ? (@.kind == "slot-chosen").window.local') #>> '{}', 10) AS day,
       (chosen ->> 'start')::timestamptz AS window_start, (chosen ->> 'end')::timestamptz AS window_end,
       chosen ->> 'zone' AS zone, now_known.region,
       CASE WHEN ended.kind IS NULL THEN now_known.state ELSE coalesce(told.how, ended.how, 'given-up') END AS state,
       coalesce(told.reason, ended.reason) AS reason, coalesce(told.at, ended.at) AS ended_at,
       -- Not joined: it is looked for where it is asked for.
       (SELECT ARRAY(SELECT m ->> 'collector' FROM json_array_elements(change -> 'members') AS m)
        FROM history f, json_array_elements(f.changes) AS change
        WHERE f.aggregate = h.aggregate AND f.version > h.version AND f.version < coalesce(ended.version, 2147483647)
          AND change ->> 'kind' = 'crew-found'
        ORDER BY f.version DESC LIMIT 1) AS crew,
       (SELECT change #>> '{visit,cell}'
        FROM history f, json_array_elements(f.changes) AS change
        WHERE f.aggregate = h.aggregate AND f.version < h.version AND change ->> 'kind' = 'visit-taken'
        ORDER BY f.version DESC LIMIT 1) AS cell,
       h.at AS chosen_at,
       CASE WHEN ended.kind IS NULL THEN now_known.departed_at END AS departed_at,
       CASE WHEN ended.kind IS NULL THEN now_known.arrived_at END AS arrived_at
FROM history h
CROSS JOIN LATERAL (
    SELECT jsonb_path_query_first(h.changes::jsonb, '$[*] ? (@.kind == "slot-chosen").window') AS chosen OFFSET 0
) AS c
-- What ended it: the visit itself, or that the slot was given back, to ask anew or to wait.
LEFT JOIN LATERAL (
    SELECT o.version, o.at, o.reason, change ->> 'kind' AS kind,
           coalesce(change ->> 'how', CASE change ->> 'because' WHEN 'missed' THEN 'missed' WHEN 'move' THEN 'moved' END)
               AS how
    FROM history o, json_array_elements(o.changes) AS change
    WHERE o.aggregate = h.aggregate AND o.version > h.version
      AND change ->> 'kind' IN ('visit-closed', 'asked', 'held-back', 'slot-chosen', 'visit-taken')
    ORDER BY o.version LIMIT 1
) AS ended ON true
-- A report that comes after the end says how it really ended.
LEFT JOIN LATERAL (
    SELECT o.at, o.reason, change ->> 'how' AS how
    FROM history o, json_array_elements(o.changes) AS change
    WHERE ended.kind = 'visit-closed' AND o.aggregate = h.aggregate AND o.version > ended.version
      AND change ->> 'kind' = 'visit-closed'
      AND NOT EXISTS (
          SELECT FROM history b, json_array_elements(b.changes) AS begun
          WHERE b.aggregate = h.aggregate AND b.version > ended.version AND b.version < o.version
            AND begun ->> 'kind' = 'visit-taken'
      )
    ORDER BY o.version DESC LIMIT 1
) AS told ON true
LEFT JOIN LATERAL (
    SELECT stage ->> 'kind' AS state, coalesce(stage #>> '{visit,region}', stage ->> 'region') AS region,
           (stage ->> 'departed_at')::timestamptz AS departed_at, (stage ->> 'arrived_at')::timestamptz AS arrived_at
    FROM states s, LATERAL (SELECT convert_from(s.doc, 'UTF8')::json -> 'stage' AS stage OFFSET 0) AS d
    WHERE s.aggregate = h.aggregate
) AS now_known ON true
WHERE h.reason = 'slot-chosen';
COMMENT ON VIEW :published.appointments IS 'Windows that borrowers chose, with what became of each. day: of its start in its zone, as they were told; the index is on it. state: of the visit while it is open, then how it ended, moved, or given-up. cell: coarse (H3), never the home.';
