-- Who did and saw what in the console. Only ever added to; nothing personal is in it.

-- about: words, each a case, letter, switch or account. began: the number of the entry that says that it began. proof: the last hash
-- of a file that was taken. before and hash: SHA-256 over the entry, as services/console/trail writes it; no two entries
-- stand behind the same one.
CREATE TABLE console.trail (
    number bigint PRIMARY KEY CHECK (number > 0),
    at timestamptz NOT NULL,
    by text NOT NULL CHECK (length(by) BETWEEN 1 AND 64),
    roles text NOT NULL CHECK (length(roles) <= 200),
    via text NOT NULL CHECK (via IN ('page', 'command')),
    what text NOT NULL CHECK (what ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
    about text NOT NULL CHECK (length(about) <= 200),
    reason text NOT NULL CHECK (length(reason) <= 400),
    outcome text NOT NULL CHECK (outcome IN ('began', 'done', 'refused', 'forbidden', 'unknown')),
    began bigint,
    proof text NOT NULL CHECK (proof = '' OR proof ~ '^[0-9a-f]{64}$'),
    before text NOT NULL UNIQUE CHECK (before ~ '^[0-9a-f]{64}$'),
    hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$')
);
CREATE INDEX trail_by ON console.trail (by, number DESC);
CREATE INDEX trail_about ON console.trail USING gin (string_to_array(about, ' '));
CREATE INDEX trail_what ON console.trail (what, number DESC);
CREATE INDEX trail_began ON console.trail (began) WHERE began IS NOT NULL;
CREATE INDEX trail_at ON console.trail (at);

-- Also not by mistake of whoever owns it. (Who owns a table can take this away: then the chain says so.)
CREATE FUNCTION console.trail_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER trail_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON console.trail
    FOR EACH STATEMENT EXECUTE FUNCTION console.trail_stays();

GRANT SELECT, INSERT ON console.trail TO doorstep_console;
