-- put_duties: the last word about a duty counts, because one batch may time a route more than once; what says the same
-- as before is not written. OFFSET 0 keeps it one look in the index for each
INSERT INTO duties (collector, booking, region, during)
SELECT l.collector, l.booking, l.region, l.during
FROM (
    SELECT DISTINCT ON (collector, booking) collector, booking, region, tstzrange(starts_at, ends_at) AS during
    FROM unnest(%(collector)b::text[], %(booking)b::text[], %(region)b::text[], %(starts_at)b::timestamptz[],
                %(ends_at)b::timestamptz[]) WITH ORDINALITY AS n (collector, booking, region, starts_at, ends_at, ordinal)
    ORDER BY collector, booking, ordinal DESC
) AS l
LEFT JOIN LATERAL (
    SELECT during FROM duties WHERE duties.collector = l.collector AND duties.booking = l.booking OFFSET 0
) AS d ON true
WHERE d.during IS DISTINCT FROM l.during
ON CONFLICT (collector, booking) DO UPDATE SET during = excluded.during

-- drop_duties: nobody goes there any more, or another crew does
DELETE FROM duties WHERE booking = ANY(%(booking)b::text[])

-- end_duties: time planned but not needed is free again; a visit that took longer keeps what was planned
UPDATE duties SET during = tstzrange(lower(during), greatest(lower(during), least(upper(during), n.ended_at)))
FROM unnest(%(booking)b::text[], %(ended_at)b::timestamptz[]) AS n (booking, ended_at)
WHERE duties.booking = n.booking AND NOT isempty(during)

-- forget_duties: what is long over, and what never took any time
DELETE FROM duties WHERE upper(during) < (SELECT max(b) FROM unnest(%(before)b::timestamptz[]) AS b) OR isempty(during)

-- busy_elsewhere: time that other regions have of these collectors; its own a region knows from its state
SELECT d.collector, d.booking, n.region, lower(d.during) AS starts_at, upper(d.during) AS ends_at
FROM unnest(%(collectors)b::text[], %(regions)b::text[]) AS n (collector, region), LATERAL (
    SELECT collector, booking, region, during FROM duties WHERE duties.collector = n.collector OFFSET 0
) AS d
WHERE d.region <> n.region AND NOT isempty(d.during) ORDER BY d.collector, d.during

-- working_elsewhere: who of a region's collectors has time taken by another one; one look at each collector's duties
SELECT n.region, n.collector FROM unnest(%(collectors)b::text[], %(regions)b::text[]) AS n (collector, region)
WHERE EXISTS (SELECT FROM duties d WHERE d.collector = n.collector AND d.region <> n.region AND NOT isempty(d.during))

-- put_positions: the newest moment counts, so a repeated or late record does no harm; of one moment the first
INSERT INTO positions (region, collector, at, place)
SELECT DISTINCT ON (region, collector) region, collector, at, place
FROM unnest(%(region)b::text[], %(collector)b::text[], %(at)b::timestamptz[], %(place)b::text[])
     WITH ORDINALITY AS n (region, collector, at, place, ordinal)
ORDER BY region, collector, at DESC, ordinal
ON CONFLICT (region, collector) DO UPDATE SET at = excluded.at, place = excluded.place WHERE positions.at < excluded.at

-- drop_positions: an empty one stays, so that a late record can't bring the place back
INSERT INTO positions (region, collector, at)
SELECT region, collector, max(at)
FROM unnest(%(region)b::text[], %(collector)b::text[], %(at)b::timestamptz[]) AS n (region, collector, at)
GROUP BY region, collector ORDER BY region, collector
ON CONFLICT (region, collector) DO UPDATE SET at = greatest(positions.at, excluded.at), place = NULL

-- forget_positions: of days ago, and what collectors left behind who are gone
DELETE FROM positions WHERE at < (SELECT max(b) FROM unnest(%(before)b::timestamptz[]) AS b)

-- last_positions: where collectors of these regions were since then
SELECT region, collector, at, place FROM positions
WHERE region = ANY(%(regions)b::text[]) AND at >= %(since)s AND place IS NOT NULL

-- put_collectors: the last word about a collector counts; what says the same as before is not written
INSERT INTO collectors (region, collector, registered, certificates, shifts, absences)
SELECT DISTINCT ON (region, collector) region, collector, registered,
       ARRAY(SELECT json_array_elements_text(certificates::json) ORDER BY 1), shifts::json, absences::json
FROM unnest(%(region)b::text[], %(collector)b::text[], %(registered)b::boolean[], %(certificates)b::text[],
            %(shifts)b::text[], %(absences)b::text[])
     WITH ORDINALITY AS n (region, collector, registered, certificates, shifts, absences, ordinal)
ORDER BY region, collector, ordinal DESC
ON CONFLICT (region, collector) DO UPDATE
SET registered = excluded.registered, certificates = excluded.certificates, shifts = excluded.shifts,
    absences = excluded.absences
WHERE (collectors.registered, collectors.certificates, collectors.shifts::text, collectors.absences::text)
    IS DISTINCT FROM (excluded.registered, excluded.certificates, excluded.shifts::text, excluded.absences::text)

-- put_stops: the last word about a door counts; what says the same as before is not written
INSERT INTO stops (region, booking, case_id, visit, state, crew, version, arrive, depart, window_start, window_end, zone,
                   day, cell)
SELECT DISTINCT ON (region, booking) region, booking, case_id, visit, state,
       ARRAY(SELECT json_array_elements_text(crew::json)), version, arrive, depart, window_start, window_end, zone, day,
       cell
FROM unnest(%(region)b::text[], %(booking)b::text[], %(case_id)b::text[], %(visit)b::text[], %(state)b::text[],
            %(crew)b::text[], %(version)b::int4[], %(arrive)b::timestamptz[], %(depart)b::timestamptz[],
            %(window_start)b::timestamptz[], %(window_end)b::timestamptz[], %(zone)b::text[], %(day)b::text[],
            %(cell)b::text[])
     WITH ORDINALITY AS n (region, booking, case_id, visit, state, crew, version, arrive, depart, window_start,
                           window_end, zone, day, cell, ordinal)
ORDER BY region, booking, ordinal DESC
ON CONFLICT (region, booking) DO UPDATE
SET case_id = excluded.case_id, visit = excluded.visit, state = excluded.state, crew = excluded.crew,
    version = excluded.version, arrive = excluded.arrive, depart = excluded.depart,
    window_start = excluded.window_start, window_end = excluded.window_end, zone = excluded.zone, day = excluded.day,
    cell = excluded.cell
WHERE stops IS DISTINCT FROM excluded

-- drop_stops: nobody goes there any more
DELETE FROM stops USING unnest(%(region)b::text[], %(booking)b::text[]) AS n (region, booking)
WHERE stops.region = n.region AND stops.booking = n.booking

-- keep_stops: what a region no longer has, and a former version did not take out
DELETE FROM stops
WHERE region = ANY(%(region)b::text[]) AND NOT EXISTS (
    SELECT FROM unnest(%(region)b::text[], %(bookings)b::text[]) AS n (region, bookings),
                json_array_elements_text(n.bookings::json) AS kept
    WHERE n.region = stops.region AND kept = stops.booking
)
