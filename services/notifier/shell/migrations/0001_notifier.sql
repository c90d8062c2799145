-- Notifier's own tables. Personal values are sealed JSON; a phone is known by its keyed hash. Times are UTC.

-- One row per text that the contact authority allowed. rank is the place of status in the lattice (core/texts.py).
CREATE TABLE texts (
    intent uuid PRIMARY KEY,
    case_id text NOT NULL,
    borrower text NOT NULL,
    region text NOT NULL,
    zone text NOT NULL,
    phone_hash text NOT NULL,
    phone text NOT NULL,
    name text NOT NULL,
    officer text NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    wording text NOT NULL,
    visit text,
    version integer NOT NULL,
    slots integer NOT NULL,
    status text NOT NULL,
    rank smallint NOT NULL,
    claimed_at timestamptz NOT NULL,
    post_before timestamptz NOT NULL,
    try_after timestamptz,
    tries integer NOT NULL DEFAULT 0,
    owner integer,
    posting_at timestamptz,
    body_hash text,
    sid text,
    carrier_code integer,
    moved_at timestamptz,
    look_after timestamptz,
    looks integer NOT NULL DEFAULT 0
);
CREATE INDEX texts_claimed ON texts (claimed_at) WHERE status = 'claimed';
CREATE INDEX texts_doubtful ON texts (posting_at) WHERE status IN ('posting', 'uncertain');
CREATE INDEX texts_of_phone ON texts (phone_hash, posting_at DESC) WHERE posting_at IS NOT NULL;
CREATE INDEX texts_of_case ON texts (case_id);

-- The contact ledger: one line per contact made or reserved, over all channels. state: reserved, made or void.
CREATE TABLE contacts (
    id text PRIMARY KEY,
    borrower text NOT NULL,
    case_id text NOT NULL,
    channel text NOT NULL,
    kind text NOT NULL,
    counted boolean NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL,
    told_at timestamptz NOT NULL
);
CREATE INDEX contacts_of ON contacts (borrower, at);

-- Whom a phone belongs to, as far as we texted it.
CREATE TABLE phones (
    phone_hash text NOT NULL,
    case_id text NOT NULL,
    borrower text NOT NULL,
    PRIMARY KEY (phone_hash, case_id)
);

-- phone_hash '': the whole person opted out; otherwise: this number is not theirs. The newest word counts.
CREATE TABLE suppressions (
    borrower text NOT NULL,
    phone_hash text NOT NULL,
    cause text NOT NULL,
    active boolean NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (borrower, phone_hash)
);
