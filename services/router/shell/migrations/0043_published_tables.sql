-- What is published of regions, in tables that each decision writes with what it changed. Nobody who looks reads a
-- region's document, which grows with the region, and may be older than it. They are filled from the documents once.
CREATE TABLE collectors (
    region text NOT NULL,
    collector text NOT NULL,
    registered boolean NOT NULL,
    certificates text[] NOT NULL,
    shifts json,
    absences json,
    PRIMARY KEY (region, collector)
) WITH (fillfactor = 80);
CREATE TABLE stops (
    region text NOT NULL,
    booking text NOT NULL,
    case_id text,
    visit text,
    state text NOT NULL,
    crew text[] NOT NULL,
    version integer,
    arrive timestamptz,
    depart timestamptz,
    window_start timestamptz,
    window_end timestamptz,
    zone text,
    day text,
    cell text,
    PRIMARY KEY (region, booking)
) WITH (fillfactor = 80);
CREATE INDEX stops_of_day ON stops (day, region);

INSERT INTO collectors (region, collector, registered, certificates, shifts, absences)
SELECT s.aggregate, one.key, coalesce(json_typeof(one.value -> 'home') = 'object', false),
       ARRAY(SELECT held.key FROM json_each(coalesce(one.value -> 'certificates', '{}')) AS held ORDER BY 1),
       (SELECT json_agg(json_build_object('start', shift.value ->> 'start', 'end', shift.value ->> 'end'))
        FROM json_each(coalesce(one.value -> 'shifts', '{}')) AS shift),
       (SELECT json_agg(json_build_object('start', away ->> 'start', 'end', away ->> 'end'))
        FROM json_array_elements(coalesce(one.value -> 'absences', '[]')) AS away)
FROM states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'collectors') AS one;

INSERT INTO stops (region, booking, case_id, visit, state, crew, version, arrive, depart, window_start, window_end, zone,
                   day, cell)
SELECT s.aggregate, one.key, one.value #>> '{booking,case}', one.value #>> '{booking,visit}', one.value ->> 'kind',
       ARRAY(SELECT json_array_elements_text(one.value -> 'crew')), (one.value ->> 'version')::integer,
       (one.value ->> 'arrive')::timestamptz, (one.value ->> 'depart')::timestamptz,
       (one.value #>> '{booking,window,start}')::timestamptz, (one.value #>> '{booking,window,end}')::timestamptz,
       one.value #>> '{booking,window,zone}', left(one.value #>> '{booking,window,local}', 10),
       one.value #>> '{booking,cell}'
FROM states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'bookings') AS one
WHERE one.value ->> 'kind' IN ('assigned', 'underway');

CREATE OR REPLACE VIEW :published.collectors AS
SELECT c.region, c.collector, c.registered, p.at AS position_at, c.certificates, c.shifts, c.absences
FROM collectors c
LEFT JOIN positions p ON p.region = c.region AND p.collector = c.collector AND p.place IS NOT NULL;

CREATE OR REPLACE VIEW :published.stops AS
SELECT region, booking, case_id, visit, state, crew, version, arrive, depart, window_start, window_end, zone, day, cell
FROM stops;
