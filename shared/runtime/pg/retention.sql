-- begin_place: of a task that was never done here
INSERT INTO retention_places (task) VALUES (%(task)s) ON CONFLICT (task) DO NOTHING

-- lock_place: one process at a time goes on where the last one stopped; and how large the table is by now
SELECT block, over_at, now() AS here, pg_relation_size(%(table)s::text::regclass) / current_setting('block_size')::int8 AS blocks
FROM retention_places WHERE task = %(task)s FOR UPDATE SKIP LOCKED

-- move_place: in the transaction that removed what stood before it
UPDATE retention_places SET block = %(block)b::int8, over_at = %(over_at)b::timestamptz WHERE task = %(task)s

-- named_in_letters: of these names, those of which an open letter says something
SELECT DISTINCT name FROM dead_letters, unnest(concerns) AS name
WHERE concerns && %(names)b::uuid[] AND replayed_at IS NULL AND discarded_at IS NULL AND name = ANY(%(names)b::uuid[])

-- old_ids: no log keeps a record this long, so it can't come again
WITH gone AS (
    DELETE FROM inbox WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid AND at < %(before)b::timestamptz
    RETURNING 1
)
SELECT count(*) AS number FROM gone

-- old_letters: settled long ago, and sealed all the while
WITH gone AS (
    DELETE FROM dead_letters
    WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid
      AND greatest(replayed_at, discarded_at) < %(before)b::timestamptz
    RETURNING 1
)
SELECT count(*) AS number FROM gone

-- old_operations: what operators asked for and what came of it; what is not done yet stays
SELECT seq AS key FROM operations
WHERE ctid >= %(first)s::text::tid AND ctid < %(last)s::text::tid AND done_at < %(before)b::timestamptz
FOR UPDATE SKIP LOCKED

-- operations_to_keep: who, when, why, and what came of it. What it was in detail may hold a borrower's words, and goes
SELECT id, at, by, why, kind AS what, target AS about, done_at, refused FROM operations WHERE seq = ANY(%(keys)b::int8[])
ORDER BY seq

-- forget_operations: they are written down
DELETE FROM operations WHERE seq = ANY(%(keys)b::int8[])
