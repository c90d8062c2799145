-- clock: the one clock by which it is judged how old what was heard is
SELECT clock_timestamp() AS at

-- forget_asked: topics that this version of the service can do without
DELETE FROM must_hear WHERE topic <> ALL(%(topics)b::text[])

-- ask: from now on; asked before it keeps its beginning
INSERT INTO must_hear (topic, within_s)
SELECT topic, %(within_s)s FROM unnest(%(topics)b::text[]) AS topic ORDER BY topic
ON CONFLICT (topic) DO UPDATE SET within_s = excluded.within_s

-- know: partitions that nobody has heard yet count from when they were known
INSERT INTO heard (topic, partition, at)
SELECT t.topic, p, %(at)s FROM unnest(%(topics)b::text[], %(numbers)b::int4[]) AS t (topic, number),
    generate_series(0, t.number - 1) AS p
ORDER BY t.topic, p
ON CONFLICT (topic, partition) DO NOTHING

-- forget_partitions: of a topic that was made again with fewer of them, once they would keep us deaf
DELETE FROM heard USING unnest(%(topics)b::text[], %(numbers)b::int4[]) AS t (topic, number)
WHERE heard.topic = t.topic AND heard.partition >= t.number AND heard.at < clock_timestamp() - interval '1 minute'

-- lock_heard: in one order, because two replicas may tell of the same partitions
SELECT topic FROM heard JOIN unnest(%(topic)b::text[], %(partition)b::int4[]) AS n (topic, partition)
    USING (topic, partition)
ORDER BY heard.topic, heard.partition FOR UPDATE OF heard

-- hear: what was heard stays heard, whoever tells of it later; but who heard it in another life of this database read
-- elsewhere
UPDATE heard SET at = greatest(heard.at, n.at), shut = n.shut
FROM unnest(%(topic)b::text[], %(partition)b::int4[], %(at)b::timestamptz[], %(shut)b::bool[])
    AS n (topic, partition, at, shut)
WHERE heard.topic = n.topic AND heard.partition = n.partition
  AND (%(life)s::int4 IS NULL OR %(life)s::int4 = (SELECT max(number) FROM lives))

-- orders: what operators set aside; an order is for the flood of its day, since offsets of a topic that is made again
-- begin anew
SELECT topic, partition, max(up_to) AS up_to FROM set_aside WHERE at > now() - interval '1 day'
GROUP BY topic, partition

-- deaf: what may lie unread
SELECT topic, since FROM deaf ORDER BY topic
