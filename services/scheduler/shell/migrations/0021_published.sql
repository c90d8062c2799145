-- What scheduler shows of its visits: ids, times and reasons, nothing personal.
-- (OFFSET 0: each document is read once, not once a column.)

CREATE OR REPLACE VIEW :published.cases AS
SELECT s.aggregate AS case_id, s.version, stage ->> 'kind' AS state,
       coalesce(stage #>> '{visit,visit}', stage ->> 'visit') AS visit,
       coalesce(stage #>> '{visit,region}', stage ->> 'region') AS region,
       coalesce(stage #>> '{visit,zone}', stage #>> '{agreement,window,zone}') AS zone,
       stage #>> '{agreement,booking}' AS booking,
       (stage #>> '{agreement,window,start}')::timestamptz AS window_start,
       (stage #>> '{agreement,window,end}')::timestamptz AS window_end,
       stage #>> '{agreement,window,zone}' AS window_zone,
       CASE json_typeof(stage -> 'crew')
           WHEN 'array' THEN ARRAY(SELECT json_array_elements_text(stage -> 'crew'))
           WHEN 'object' THEN ARRAY(SELECT m ->> 'collector' FROM json_array_elements(stage #> '{crew,members}') AS m)
       END AS crew,
       (SELECT json_agg(json_build_object('start', slot #> '{window,start}', 'end', slot #> '{window,end}',
                                          'zone', slot #> '{window,zone}'))
        FROM json_array_elements(stage #> '{offers,-1,slots}') AS slot) AS offered,
       stage ->> 'reason' AS reason, stage ->> 'waits_for' AS waits_for, stage ->> 'how' AS how,
       stage ->> 'cause' AS cause, (stage ->> 'noticed_at')::timestamptz AS noticed_at,
       (stage ->> 'departed_at')::timestamptz AS departed_at, (stage ->> 'arrived_at')::timestamptz AS arrived_at,
       (stage ->> 'at')::timestamptz AS closed_at
FROM states s, LATERAL (SELECT convert_from(s.doc, 'UTF8')::json -> 'stage' AS stage OFFSET 0) AS d;
COMMENT ON VIEW :published.cases IS 'Where each case stands with its visit. offered: the windows of the newest offer; crew: ids of collectors.';

CREATE OR REPLACE VIEW :published.holds AS
SELECT held.case_id, held.cause, held.waits_for, held.until, held.zone, held.reason, last.at AS since, last.why
FROM (
    SELECT s.aggregate AS case_id, 'visit-' || (stage ->> 'waits_for') AS cause, stage ->> 'waits_for' AS waits_for,
           (stage ->> 'look_at')::timestamptz AS until, stage #>> '{visit,zone}' AS zone, stage ->> 'reason' AS reason
    FROM states s, LATERAL (SELECT convert_from(s.doc, 'UTF8')::json -> 'stage' AS stage OFFSET 0) AS d
    WHERE stage ->> 'kind' = 'held'
) AS held
LEFT JOIN LATERAL (
    SELECT at, why FROM history h WHERE h.aggregate = held.case_id AND accepted ORDER BY version DESC LIMIT 1
) AS last ON true;
COMMENT ON VIEW :published.holds IS 'Visits that are held, what each waits for and when it is looked at again.';
