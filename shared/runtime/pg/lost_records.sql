-- consumed: where it goes on to read
SELECT topic, partition, next_offset FROM consumed_places

-- published: one past what it had published
SELECT topic, partition, next_offset FROM published_places

-- held: does it wait for a recovery?
SELECT cause, since, detail FROM recovery

-- last_decided: nothing after that is known here
SELECT max(at) AS at FROM history

-- skip: a recovery that is begun again may find the log longer
INSERT INTO skipped_ranges (topic, partition, source, first_offset, end_offset)
SELECT topic, partition, source, first, "end" FROM unnest(
    %(topic)b::text[], %(partition)b::int4[], %(source)b::text[], %(first)b::int8[], %(end)b::int8[]
) AS n (topic, partition, source, first, "end")
ON CONFLICT (topic, partition, source, first_offset) DO UPDATE
    SET end_offset = greatest(skipped_ranges.end_offset, excluded.end_offset)

-- begin_anew: the log was made anew, so its places count from its beginning
UPDATE consumed_places SET next_offset = n.begins, at = clock_timestamp()
FROM unnest(%(topic)b::text[], %(partition)b::int4[], %(begins)b::int8[]) AS n (topic, partition, begins)
WHERE consumed_places.topic = n.topic AND consumed_places.partition = n.partition

-- publish_anew: the same of what it had published there
DELETE FROM published_places USING unnest(%(topic)b::text[], %(partition)b::int4[], %(begins)b::int8[])
    AS n (topic, partition, begins)
WHERE published_places.topic = n.topic AND published_places.partition = n.partition

-- release: everything goes on
DELETE FROM recovery
