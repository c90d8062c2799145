-- lock_borrowers: two cases of one person book one after the other; numbers come sorted, so nobody waits in a circle
SELECT pg_advisory_xact_lock(%(space)s::int4, number) FROM unnest(%(numbers)b::int4[]) AS number

-- busy_times: what is taken of these people's time, read under their locks
SELECT borrower, aggregate, lower(during) AS starts_at, upper(during) AS ends_at
FROM bookings WHERE borrower = ANY(%(borrowers)b::text[]) ORDER BY borrower, booking

-- reserve: refused by one_visit_at_a_time when the person is taken then
INSERT INTO bookings (booking, aggregate, borrower, during)
SELECT b, a, p, tstzrange(s, e, '[)')
FROM unnest(%(booking)b::text[], %(aggregate)b::text[], %(borrower)b::text[], %(starts_at)b::timestamptz[],
            %(ends_at)b::timestamptz[]) AS n (b, a, p, s, e)

-- release: given up or over
DELETE FROM bookings WHERE booking = ANY(%(booking)b::text[])
