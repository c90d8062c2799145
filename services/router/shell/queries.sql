-- put_duties: the last word about a duty counts, because one batch may time a route more than once
INSERT INTO duties (collector, booking, during)
SELECT DISTINCT ON (collector, booking) collector, booking, tstzrange(starts_at, ends_at)
FROM unnest(%(collector)b::text[], %(booking)b::text[], %(starts_at)b::timestamptz[], %(ends_at)b::timestamptz[])
    WITH ORDINALITY AS n (collector, booking, starts_at, ends_at, ordinal)
ORDER BY collector, booking, ordinal DESC
ON CONFLICT (collector, booking) DO UPDATE SET during = excluded.during

-- drop_duties: nobody goes there any more, or another crew does
DELETE FROM duties WHERE booking = ANY(%(booking)b::text[])

-- end_duties: time planned but not needed is free again; a visit that took longer keeps what was planned
UPDATE duties SET during = tstzrange(lower(during), greatest(lower(during), least(upper(during), n.ended_at)))
FROM unnest(%(booking)b::text[], %(ended_at)b::timestamptz[]) AS n (booking, ended_at)
WHERE duties.booking = n.booking AND NOT isempty(during)

-- duties: who is where, from when to when; an ended visit without length is left out
SELECT collector, booking, lower(during) AS starts_at, upper(during) AS ends_at FROM duties
WHERE NOT isempty(during) ORDER BY collector, during
