-- Who may come into the console, and who is in it. Nothing of a case or a borrower is here.

-- password: an argon2id hash; NULL until a link was used, and always for those of an identity provider, who are known by
-- issuer and subject: names and addresses change hands there.
CREATE TABLE console.accounts (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
    roles text[] NOT NULL,
    password text,
    issuer text,
    subject text,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    disabled_at timestamptz,
    disabled_by text,
    UNIQUE (issuer, subject),
    CHECK ((issuer IS NULL) = (subject IS NULL)),
    CHECK (password IS NULL OR issuer IS NULL)
);

-- Links that work once. Only the hash of what stands in them. account NULL: it makes the first account.
CREATE TABLE console.links (
    hash bytea PRIMARY KEY,
    account uuid REFERENCES console.accounts ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);

-- Only the hash of a token: who reads this table can't come in with what they read.
CREATE TABLE console.sessions (
    hash bytea PRIMARY KEY,
    account uuid NOT NULL REFERENCES console.accounts ON DELETE CASCADE,
    how text NOT NULL,
    began_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX sessions_of_account ON console.sessions (account);

-- Attempts to sign in. name is hashed: people type their password into the wrong field.
CREATE TABLE console.sign_ins (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    name bytea NOT NULL,
    address text NOT NULL,
    ok boolean NOT NULL DEFAULT false
);
CREATE INDEX sign_ins_at ON console.sign_ins (at);

-- Journeys to an identity provider that have not come back yet. browser: the hash of the cookie that it must bring.
CREATE TABLE console.journeys (
    state bytea PRIMARY KEY,
    browser bytea NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    next text NOT NULL,
    ends_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON console.accounts, console.links, console.sessions, console.sign_ins, console.journeys TO doorstep_console;
