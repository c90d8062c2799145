-- Where each collector was last. A fact beside the region's state: no decision, no history, the newest counts. `place` is
-- sealed under the collector's key; a row without it is of somebody who left. Rows are written again and again, so there
-- is room in their pages to do so in place.
CREATE TABLE positions (
    region text NOT NULL,
    collector text NOT NULL,
    at timestamptz NOT NULL,
    place text,
    PRIMARY KEY (region, collector)
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.5);

-- What stood in the documents. They keep it until it is two days old; nobody reads it there any more.
INSERT INTO positions (region, collector, at, place)
SELECT s.aggregate, one.key, (one.value #>> '{spot,at}')::timestamptz, one.value #>> '{spot,place}'
FROM states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'collectors') AS one
WHERE json_typeof(one.value -> 'spot') = 'object';

CREATE OR REPLACE VIEW :published.collectors AS
SELECT s.aggregate AS region, one.key AS collector, json_typeof(one.value -> 'home') = 'object' AS registered,
       (SELECT p.at FROM positions p WHERE p.region = s.aggregate AND p.collector = one.key AND p.place IS NOT NULL)
           AS position_at,
       ARRAY(SELECT held.key FROM json_each(coalesce(one.value -> 'certificates', '{}')) AS held ORDER BY 1)
           AS certificates,
       (SELECT json_agg(json_build_object('start', shift.value ->> 'start', 'end', shift.value ->> 'end'))
        FROM json_each(coalesce(one.value -> 'shifts', '{}')) AS shift) AS shifts,
       (SELECT json_agg(json_build_object('start', away ->> 'start', 'end', away ->> 'end'))
        FROM json_array_elements(coalesce(one.value -> 'absences', '[]')) AS away) AS absences
FROM states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'collectors') AS one;
