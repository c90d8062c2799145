-- put_duties: the last word about a duty counts, because one batch may time a route more than once
INSERT INTO duties (collector, booking, region, during)
SELECT DISTINCT ON (collector, booking) collector, booking, region, tstzrange(starts_at, ends_at)
FROM unnest(%(collector)b::text[], %(booking)b::text[], %(region)b::text[], %(starts_at)b::timestamptz[],
            %(ends_at)b::timestamptz[]) WITH ORDINALITY AS n (collector, booking, region, starts_at, ends_at, ordinal)
ORDER BY collector, booking, ordinal DESC
ON CONFLICT (collector, booking) DO UPDATE SET during = excluded.during

-- drop_duties: nobody goes there any more, or another crew does
DELETE FROM duties WHERE booking = ANY(%(booking)b::text[])

-- end_duties: time planned but not needed is free again; a visit that took longer keeps what was planned
UPDATE duties SET during = tstzrange(lower(during), greatest(lower(during), least(upper(during), n.ended_at)))
FROM unnest(%(booking)b::text[], %(ended_at)b::timestamptz[]) AS n (booking, ended_at)
WHERE duties.booking = n.booking AND NOT isempty(during)

-- forget_duties: what is long over, and what never took any time
DELETE FROM duties WHERE upper(during) < (SELECT max(b) FROM unnest(%(before)b::timestamptz[]) AS b) OR isempty(during)

-- busy_elsewhere: time that other regions have of a region's collectors; its own it knows from its state
SELECT d.collector, d.booking, n.region, lower(d.during) AS starts_at, upper(d.during) AS ends_at
FROM unnest(%(collectors)b::text[], %(regions)b::text[]) AS n (collector, region)
JOIN duties d ON d.collector = n.collector AND d.region <> n.region
WHERE NOT isempty(d.during) ORDER BY d.collector, d.during
