-- Who works where and goes to whom, as router plans it. Where somebody lives or is stays sealed in its documents: of a
-- visit there is the coarse cell, of a collector's position when it was told.
CREATE OR REPLACE VIEW :published.collectors AS
SELECT s.aggregate AS region, one.key AS collector, json_typeof(one.value -> 'home') = 'object' AS registered,
       (one.value #>> '{spot,at}')::timestamptz AS position_at,
       ARRAY(SELECT held.key FROM json_each(coalesce(one.value -> 'certificates', '{}')) AS held ORDER BY 1)
           AS certificates,
       (SELECT json_agg(json_build_object('start', shift.value ->> 'start', 'end', shift.value ->> 'end'))
        FROM json_each(coalesce(one.value -> 'shifts', '{}')) AS shift) AS shifts,
       (SELECT json_agg(json_build_object('start', away ->> 'start', 'end', away ->> 'end'))
        FROM json_array_elements(coalesce(one.value -> 'absences', '[]')) AS away) AS absences
FROM states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'collectors') AS one;
COMMENT ON VIEW :published.collectors IS 'Collectors by region: whether they can be sent, when their position was told last, certificates, shifts and absences.';

CREATE OR REPLACE VIEW :published.stops AS
SELECT s.aggregate AS region, one.key AS booking, one.value #>> '{booking,case}' AS case_id,
       one.value #>> '{booking,visit}' AS visit, one.value ->> 'kind' AS state,
       ARRAY(SELECT json_array_elements_text(one.value -> 'crew')) AS crew, (one.value ->> 'version')::integer AS version,
       (one.value ->> 'arrive')::timestamptz AS arrive, (one.value ->> 'depart')::timestamptz AS depart,
       (one.value #>> '{booking,window,start}')::timestamptz AS window_start,
       (one.value #>> '{booking,window,end}')::timestamptz AS window_end,
       one.value #>> '{booking,window,zone}' AS zone, left(one.value #>> '{booking,window,local}', 10) AS day,
       one.value #>> '{booking,cell}' AS cell
FROM states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'bookings') AS one
WHERE one.value ->> 'kind' IN ('assigned', 'underway');
COMMENT ON VIEW :published.stops IS 'Doors that crews are to go to: who, when they plan to be there, and the coarse cell. day: of the window, as the borrower was told.';
