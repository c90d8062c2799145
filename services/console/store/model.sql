-- take_writing: nothing when somebody else writes, and was seen lately.
INSERT INTO console.model_writer (one, token, seen_at) VALUES (true, %(token)s, clock_timestamp())
ON CONFLICT (one) DO UPDATE SET token = EXCLUDED.token, seen_at = EXCLUDED.seen_at
WHERE model_writer.token = EXCLUDED.token OR model_writer.seen_at < clock_timestamp() - %(lease)s::interval
RETURNING token

-- give_writing_up: so that whoever comes next need not wait.
DELETE FROM console.model_writer WHERE token = %(token)s

-- generations: newest first.
SELECT generation, asked_at, asked_by, live_at, worked_at, caught_up_at, swept_at, behind, lost, refused,
       clock_timestamp() AS now
FROM console.model_generations ORDER BY generation DESC

-- live: what pages read, with the database's clock.
SELECT generation, live_at, worked_at, caught_up_at, swept_at, behind, lost, clock_timestamp() AS now,
       EXISTS (SELECT 1 FROM console.model_generations WHERE live_at IS NULL) AS being_built
FROM console.model_generations WHERE live_at IS NOT NULL ORDER BY generation DESC LIMIT 1

-- begin_generation: one at a time is built.
INSERT INTO console.model_generations (generation, asked_by)
SELECT COALESCE(max(generation), 0) + 1, %(by)s FROM console.model_generations
HAVING count(*) FILTER (WHERE live_at IS NULL) = 0 RETURNING generation

-- go_live: pages read it from now on.
UPDATE console.model_generations SET live_at = clock_timestamp()
WHERE generation = %(generation)s AND live_at IS NULL RETURNING generation

-- worked: how far it is, by this server's clock: so many seconds ago.
UPDATE console.model_generations
SET worked_at = clock_timestamp(), behind = %(behind)s,
    caught_up_at = COALESCE(clock_timestamp() - make_interval(secs => %(caught_up_s)s), caught_up_at),
    swept_at = COALESCE(clock_timestamp() - make_interval(secs => %(swept_s)s), swept_at)
WHERE generation = %(generation)s

-- not_taken: what was no event, and what was gone before it was read.
UPDATE console.model_generations SET lost = lost + %(lost)s, refused = refused + %(refused)s
WHERE generation = %(generation)s

-- drop_cases: a part of what no page reads any more.
DELETE FROM console.model_cases WHERE generation < %(below)s AND case_id IN (
    SELECT case_id FROM console.model_cases WHERE generation < %(below)s LIMIT %(limit)s) RETURNING 1 AS one

-- drop_places: the same of places.
DELETE FROM console.model_places WHERE generation < %(below)s AND id IN (
    SELECT id FROM console.model_places WHERE generation < %(below)s LIMIT %(limit)s) RETURNING 1 AS one

-- drop_generations: what nothing is left of.
DELETE FROM console.model_generations WHERE generation < %(below)s

-- forget_places: of records that Kafka keeps no longer.
DELETE FROM console.model_places WHERE generation = %(generation)s AND id IN (
    SELECT id FROM console.model_places WHERE generation = %(generation)s AND at < %(before)s ORDER BY at LIMIT %(limit)s)
RETURNING id

-- forget_cases: those of which no service knows any more.
DELETE FROM console.model_cases WHERE generation = %(generation)s AND case_id = ANY(%(cases)s)

-- offsets: where to go on.
SELECT topic, partition, next FROM console.model_offsets WHERE generation = %(generation)s

-- keep_offsets: with what came of the records before.
INSERT INTO console.model_offsets (generation, topic, partition, next)
SELECT %(generation)s, topic, partition, next
FROM unnest(%(topics)s::text[], %(partitions)s::integer[], %(nexts)s::bigint[]) AS t (topic, partition, next)
ON CONFLICT (generation, topic, partition) DO UPDATE SET next = EXCLUDED.next

-- rows_of: to fold events into.
SELECT case_id, steps, region_told, region_told_at, last_type, last_at
FROM console.model_cases WHERE generation = %(generation)s AND case_id = ANY(%(cases)s)

-- keep_rows: what events made of them.
INSERT INTO console.model_cases (generation, case_id, steps, stage, step_at, region_told, region_told_at, last_type, last_at)
SELECT %(generation)s, t.* FROM unnest(
    %(cases)s::text[], %(steps)s::jsonb[], %(stages)s::text[], %(step_ats)s::timestamptz[], %(regions)s::text[],
    %(region_ats)s::timestamptz[], %(last_types)s::text[], %(last_ats)s::timestamptz[]) AS t
ON CONFLICT (generation, case_id) DO UPDATE
SET steps = EXCLUDED.steps, stage = EXCLUDED.stage, step_at = EXCLUDED.step_at, region_told = EXCLUDED.region_told,
    region_told_at = EXCLUDED.region_told_at, last_type = EXCLUDED.last_type, last_at = EXCLUDED.last_at

-- keep_places: of an event that stands in a topic twice the first counts.
INSERT INTO console.model_places (generation, id, topic, partition, position, at)
SELECT %(generation)s, t.* FROM unnest(
    %(ids)s::uuid[], %(topics)s::text[], %(partitions)s::integer[], %(positions)s::bigint[], %(ats)s::timestamptz[]) AS t
ON CONFLICT (generation, id) DO UPDATE
SET topic = EXCLUDED.topic, partition = EXCLUDED.partition, position = EXCLUDED.position, at = EXCLUDED.at
WHERE (EXCLUDED.topic, EXCLUDED.partition, EXCLUDED.position)
    < (model_places.topic, model_places.partition, model_places.position)

-- keep_states: what the services say of cases now.
INSERT INTO console.model_cases (generation, case_id, texting_version, state, closed_for, visit_version, visit_state,
                                 region_known, due_since)
SELECT %(generation)s, t.* FROM unnest(
    %(cases)s::text[], %(texting_versions)s::integer[], %(states)s::text[], %(closed_fors)s::text[],
    %(visit_versions)s::integer[], %(visit_states)s::text[], %(regions)s::text[], %(dues)s::date[]) AS t
ON CONFLICT (generation, case_id) DO UPDATE
SET texting_version = EXCLUDED.texting_version, state = EXCLUDED.state, closed_for = EXCLUDED.closed_for,
    visit_version = EXCLUDED.visit_version, visit_state = EXCLUDED.visit_state, region_known = EXCLUDED.region_known,
    due_since = EXCLUDED.due_since

-- versions_between: as of which the services' words were read.
SELECT case_id, texting_version, visit_version FROM console.model_cases
WHERE generation = %(generation)s AND case_id > %(after)s AND (%(upto)s::text IS NULL OR case_id <= %(upto)s)
ORDER BY case_id LIMIT %(limit)s

-- counted: cases by where they are; those that no service decided on yet are not counted.
SELECT state, visit_state, stage, count(*) AS cases FROM console.model_cases
WHERE generation = %(generation)s AND state IS NOT NULL GROUP BY 1, 2, 3

-- counted_regions: cases by region.
SELECT region, count(*) AS cases FROM console.model_cases
WHERE generation = %(generation)s AND state IS NOT NULL AND region IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT %(limit)s

-- found: cases of a state, a region, an id; longest in their stage first, from a place in that order on.
SELECT case_id, since, stage, step_at FROM console.model_cases
WHERE generation = %(generation)s AND state IS NOT NULL
  AND (NOT %(open)s OR state <> 'closed') AND (%(state)s::text IS NULL OR state = %(state)s)
  AND (%(visit)s::text IS NULL OR (visit_state = %(visit)s AND visit_state <> 'idle'))
  AND (%(region)s::text IS NULL OR region = %(region)s) AND (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(part)s::text IS NULL OR strpos(case_id, %(part)s) > 0)
  AND (%(since)s::timestamptz IS NULL OR (since, case_id) > (%(since)s, %(after)s::text))
ORDER BY since, case_id LIMIT %(limit)s

-- places_of: where events stand.
SELECT id, topic, partition, position, at FROM console.model_places
WHERE generation = %(generation)s AND id = ANY(%(ids)s)
