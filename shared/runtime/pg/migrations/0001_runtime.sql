-- What every service keeps, in a schema of its own. Times are UTC.
CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE states (
    aggregate text PRIMARY KEY,
    version integer NOT NULL,
    doc bytea NOT NULL
) WITH (fillfactor = 80);

CREATE TABLE history (
    aggregate text NOT NULL,
    version integer NOT NULL,
    about text NOT NULL,
    at timestamptz NOT NULL,
    said text NOT NULL,
    cause text NOT NULL,
    reason text NOT NULL,
    why text NOT NULL,
    rule text NOT NULL,
    accepted boolean NOT NULL,
    changes json NOT NULL,
    PRIMARY KEY (aggregate, version)
);

CREATE INDEX history_about ON history (about, at) WHERE about <> aggregate;

CREATE TABLE timers (
    aggregate text NOT NULL,
    kind text NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (aggregate, kind)
);
CREATE INDEX timers_due ON timers (due_at);

-- owner 0: waits behind rows of another process; otherwise the process that has the row in memory.
CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id uuid PRIMARY KEY,
    aggregate text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    value bytea NOT NULL,
    traceparent text,
    type text NOT NULL,
    owner integer NOT NULL
);
CREATE INDEX outbox_owner ON outbox (owner, aggregate);

-- A row per running process; it is alive while it holds the advisory lock (oid of this table, owner).
CREATE TABLE processes (
    owner integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE parked (
    aggregate text PRIMARY KEY,
    since timestamptz NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    attempts integer NOT NULL DEFAULT 1,
    replay boolean NOT NULL DEFAULT false
);

-- value is sealed under the quarantine key.
CREATE TABLE parked_events (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    aggregate text NOT NULL,
    inbox uuid NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    value text NOT NULL
);
CREATE INDEX parked_events_of ON parked_events (aggregate, seq);

CREATE TABLE dead_letters (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    attempts integer NOT NULL,
    size_bytes integer NOT NULL,
    original text NOT NULL,
    replayed_at timestamptz
);

CREATE TABLE switches (
    what text NOT NULL,
    scope text NOT NULL,
    stopped boolean NOT NULL,
    cause text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (what, scope)
);

-- What the world told us directly; ids stay in the inbox once handled. Personal values in doc are sealed.
CREATE TABLE intake (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    aggregate text NOT NULL,
    at timestamptz NOT NULL,
    doc bytea NOT NULL
);
CREATE INDEX intake_of ON intake (aggregate, seq);
