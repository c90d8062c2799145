-- one_entry_at_a_time: the next one stands behind this one, so nobody else looks for the last one meanwhile.
SELECT pg_advisory_xact_lock(hashtext('console.trail'))

-- last_entry: which the next one stands behind.
SELECT number, hash FROM console.trail ORDER BY number DESC LIMIT 1

-- add_entry: it can't be changed afterwards.
INSERT INTO console.trail
    (number, at, by, roles, via, what, about, reason, outcome, began, proof, before, hash)
VALUES (%(number)s, %(at)s, %(by)s, %(roles)s, %(via)s, %(what)s, %(about)s, %(reason)s, %(outcome)s, %(began)s,
        %(proof)s, %(before)s, %(hash)s)

-- newest_entries: those that are like that, newest first, before a number.
SELECT number, at, by, roles, via, what, about, reason, outcome, began, proof, before, hash FROM console.trail
WHERE number < %(under)s
  AND (%(person)s = '' OR by = %(person)s OR string_to_array(about, ' ') && ARRAY[%(person)s])
  AND (%(what)s = '' OR what = %(what)s)
  AND (%(about)s = '' OR string_to_array(about, ' ') && ARRAY[%(about)s, 'case:' || %(about)s])
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
ORDER BY number DESC LIMIT %(limit)s

-- next_entries: the same from the oldest on, behind a number, up to one.
SELECT number, at, by, roles, via, what, about, reason, outcome, began, proof, before, hash FROM console.trail
WHERE number > %(behind)s AND number <= %(last)s
  AND (%(person)s = '' OR by = %(person)s OR string_to_array(about, ' ') && ARRAY[%(person)s])
  AND (%(what)s = '' OR what = %(what)s)
  AND (%(about)s = '' OR string_to_array(about, ' ') && ARRAY[%(about)s, 'case:' || %(about)s])
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)
ORDER BY number LIMIT %(limit)s

-- counted_entries: how many those are.
SELECT count(*) AS entries FROM console.trail
WHERE number <= %(last)s
  AND (%(person)s = '' OR by = %(person)s OR string_to_array(about, ' ') && ARRAY[%(person)s])
  AND (%(what)s = '' OR what = %(what)s)
  AND (%(about)s = '' OR string_to_array(about, ' ') && ARRAY[%(about)s, 'case:' || %(about)s])
  AND (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR at < %(until)s)

-- ended_of: which of those that began have an entry of what came of it.
SELECT began FROM console.trail WHERE began = ANY(%(numbers)s)

-- hashes_of: of entries by number.
SELECT number, hash FROM console.trail WHERE number = ANY(%(numbers)s)

-- next_kind: what stands behind this one in the index.
SELECT what FROM console.trail WHERE what > %(behind)s ORDER BY what LIMIT 1
