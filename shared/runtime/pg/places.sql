-- kept: all in one statement, so that they are of one moment
SELECT (SELECT coalesce(json_agg(json_build_array(topic, partition, next_offset)), '[]') FROM consumed_places) AS places,
       (SELECT json_build_object('cause', cause, 'since', since, 'detail', detail) FROM recovery) AS held,
       (SELECT coalesce(json_agg(json_build_array(topic, partition, source, first_offset, end_offset)), '[]')
        FROM skipped_ranges) AS skipped,
       (SELECT max(number) FROM lives) AS life,
       (SELECT coalesce(sum(next_offset), 0)::int8 FROM published_places) AS published,
       (SELECT min(at) FROM migrations) < (SELECT at FROM migrations WHERE name = 'shared.runtime.pg/0033_places.sql')
           AS predates

-- move_places: only ever forward. Where the place is behind the one that this batch began at, or gone, the check refuses
-- the batch: this is another database than the one whose place that was
INSERT INTO consumed_places AS c (topic, partition, next_offset)
SELECT n.topic, n.partition, CASE WHEN EXISTS (
        SELECT 1 FROM consumed_places k
        WHERE k.topic = n.topic AND k.partition = n.partition AND k.next_offset >= n.begins
    ) THEN n.ends ELSE -1 END
FROM unnest(%(topic)b::text[], %(partition)b::int4[], %(begins)b::int8[], %(ends)b::int8[])
    AS n (topic, partition, begins, ends)
ORDER BY n.topic, n.partition
ON CONFLICT (topic, partition) DO UPDATE
SET next_offset = greatest(c.next_offset, excluded.next_offset), at = clock_timestamp()

-- begin_places: where nothing was read yet, or by a version that kept no places
INSERT INTO consumed_places AS c (topic, partition, next_offset)
SELECT n.topic, n.partition, n.at
FROM unnest(%(topics)b::text[], %(partitions)b::int4[], %(at)b::int8[]) AS n (topic, partition, at)
ORDER BY n.topic, n.partition
ON CONFLICT (topic, partition) DO UPDATE
SET next_offset = greatest(c.next_offset, excluded.next_offset), at = clock_timestamp()

-- hold: the first cause stays; with it begins another life. It is numbered by the second in which it begins (see
-- `life_begun`): the same backup put back once more would give out the next number again
WITH held AS (
    INSERT INTO recovery (cause, detail) VALUES (%(cause)s, %(detail)s::jsonb)
    ON CONFLICT (id) DO NOTHING RETURNING cause, since
)
INSERT INTO lives (number, since, cause)
SELECT greatest(
        coalesce((SELECT max(number) FROM lives), 1) + 1,
        floor(extract(epoch FROM since - timestamptz '2026-01-01 00:00:00+00'))::int4
    ), since, cause FROM held
