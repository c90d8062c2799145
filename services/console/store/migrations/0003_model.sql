-- The read model: what topics and the services' views say of every case, so that pages can search and count. Nothing but
-- the console reads it, and all of it is made anew by ./doorstep console rebuild. Nothing personal is in it.

-- live_at: pages read the newest one that has it; one without is being built. caught_up_at: what stood in the topics at
-- that moment is in it. swept_at: since then every case was compared with what the services say of it.
CREATE TABLE console.model_generations (
    generation integer PRIMARY KEY,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    asked_by text NOT NULL,
    live_at timestamptz,
    worked_at timestamptz,
    caught_up_at timestamptz,
    swept_at timestamptz,
    behind bigint,
    lost bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0
);

-- Who writes: one process at a time. Whoever finds another token here has been overtaken and writes nothing.
CREATE TABLE console.model_writer (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    token uuid NOT NULL,
    seen_at timestamptz NOT NULL
);

-- The next record to read. Written with the rows that came of those before it, in one transaction.
CREATE TABLE console.model_offsets (
    generation integer NOT NULL REFERENCES console.model_generations ON DELETE CASCADE,
    topic text NOT NULL,
    partition integer NOT NULL,
    next bigint NOT NULL,
    PRIMARY KEY (generation, topic, partition)
);

-- From topics: steps (the newest moment of each), stage, step_at, region_told, last. From the services' views, as of these
-- versions: state, closed_for, visit_state, region_known, due_since. since: when it came to its stage.
CREATE TABLE console.model_cases (
    generation integer NOT NULL,
    case_id text NOT NULL,
    steps jsonb NOT NULL DEFAULT '{}',
    stage text NOT NULL DEFAULT 'unknown',
    step_at timestamptz,
    region_told text,
    region_told_at timestamptz,
    last_type text,
    last_at timestamptz,
    texting_version integer,
    state text,
    closed_for text,
    visit_version integer,
    visit_state text,
    region_known text,
    due_since date,
    region text GENERATED ALWAYS AS (COALESCE(region_known, region_told)) STORED,
    since timestamptz GENERATED ALWAYS AS
        (COALESCE(step_at, timezone('UTC', due_since::timestamp), timestamptz '1970-01-01 00:00:00+00')) STORED,
    PRIMARY KEY (generation, case_id)
) WITH (fillfactor = 80);
-- With what a search that no other index helps looks at: it need not go to the rows.
CREATE INDEX model_cases_oldest ON console.model_cases (generation, since, case_id)
    INCLUDE (state, visit_state, stage, region, step_at) WHERE state IS NOT NULL;
CREATE INDEX model_cases_state ON console.model_cases (generation, state, since, case_id);
CREATE INDEX model_cases_visit ON console.model_cases (generation, visit_state, since, case_id)
    WHERE visit_state IS NOT NULL AND visit_state <> 'idle';
CREATE INDEX model_cases_region ON console.model_cases (generation, region, since, case_id);
CREATE INDEX model_cases_counted ON console.model_cases (generation, state, visit_state, stage);

-- Where in the topics an event stands, for as long as it stands there. id: of the event and its case, made a uuid.
CREATE TABLE console.model_places (
    generation integer NOT NULL,
    id uuid NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (generation, id)
);
CREATE INDEX model_places_at ON console.model_places USING brin (at);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON console.model_generations, console.model_writer, console.model_offsets, console.model_cases, console.model_places
    TO doorstep_console;
