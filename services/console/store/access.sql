-- any_account: whether there is one that somebody could sign in with, or somebody disabled; then no first link helps.
SELECT 1 AS one FROM console.accounts LIMIT 1

-- all_accounts: for a list of them.
SELECT id, name, roles, password, issuer, made_at, made_by, disabled_at FROM console.accounts ORDER BY name

-- account_named: with its hash.
SELECT id, name, roles, password, issuer, made_at, made_by, disabled_at FROM console.accounts WHERE name = %(name)s

-- local_account: one that may have a password.
SELECT id FROM console.accounts WHERE name = %(name)s AND issuer IS NULL AND disabled_at IS NULL

-- add_account: a name that is taken is a conflict.
INSERT INTO console.accounts (id, name, roles, password, issuer, subject, made_at, made_by)
VALUES (%(id)s, %(name)s, %(roles)s, %(password)s, %(issuer)s, %(subject)s, %(at)s, %(by)s)
RETURNING id, name, roles, password, issuer, made_at, made_by, disabled_at

-- set_password: not of one that was disabled since the link was made.
UPDATE console.accounts SET password = %(password)s
WHERE id = %(id)s AND disabled_at IS NULL AND issuer IS NULL RETURNING id

-- rehash: only what was looked at is replaced.
UPDATE console.accounts SET password = %(password)s WHERE id = %(id)s AND password = %(before)s

-- give_roles: they count from the next request on.
UPDATE console.accounts SET roles = %(roles)s WHERE name = %(name)s RETURNING id

-- one_change_at_a_time: of those who take rights away.
SELECT pg_advisory_xact_lock(hashtext('console.accounts'))

-- supervisors: those who can sign in.
SELECT name FROM console.accounts WHERE %(role)s = ANY(roles) AND disabled_at IS NULL
  AND (password IS NOT NULL OR issuer IS NOT NULL) ORDER BY name

-- disable_account: it stays, because others wrote down what it did.
UPDATE console.accounts SET disabled_at = COALESCE(disabled_at, %(at)s), disabled_by = COALESCE(disabled_by, %(by)s)
WHERE name = %(name)s RETURNING id

-- vouched_for: whom a provider knows, with the roles that it tells now. A disabled one keeps those that it had.
UPDATE console.accounts SET roles = CASE WHEN disabled_at IS NULL THEN %(roles)s::text[] ELSE roles END
WHERE issuer = %(issuer)s AND subject = %(subject)s
RETURNING id, name, roles, password, issuer, made_at, made_by, disabled_at

-- one_at_a_time: of those who use links.
SELECT pg_advisory_xact_lock(hashtext('console.links'))

-- add_first_link: nothing once there is an account.
INSERT INTO console.links (hash, made_at, ends_at)
SELECT %(hash)s, %(at)s, %(ends_at)s WHERE NOT EXISTS (SELECT 1 FROM console.accounts) RETURNING hash

-- add_link: for the password of an account.
INSERT INTO console.links (hash, account, made_at, ends_at) VALUES (%(hash)s, %(account)s, %(at)s, %(ends_at)s)

-- see_link: what it is for.
SELECT a.name FROM console.links AS l LEFT JOIN console.accounts AS a ON a.id = l.account
WHERE l.hash = %(hash)s AND l.ends_at > %(at)s
  AND (l.account IS NOT NULL OR NOT EXISTS (SELECT 1 FROM console.accounts))

-- use_link: it is gone, whatever comes of it.
DELETE FROM console.links WHERE hash = %(hash)s AND ends_at > %(at)s RETURNING account

-- end_first_links: others were made by other starts.
DELETE FROM console.links WHERE account IS NULL

-- end_links_of: of an account.
DELETE FROM console.links WHERE account = %(account)s

-- begin_session: somebody signed in.
INSERT INTO console.sessions (hash, account, how, began_at, seen_at, ends_at)
VALUES (%(hash)s, %(account)s, %(how)s, %(at)s, %(at)s, %(ends_at)s)

-- find_session: with the roles of now.
SELECT s.hash, s.account, s.how, s.seen_at, a.name, a.roles
FROM console.sessions AS s JOIN console.accounts AS a ON a.id = s.account
WHERE s.hash = %(hash)s AND s.ends_at > %(at)s AND s.seen_at > %(idle)s AND a.disabled_at IS NULL

-- seen_session: somebody is there. Never back: requests overtake each other.
UPDATE console.sessions SET seen_at = GREATEST(seen_at, %(at)s) WHERE hash = %(hash)s

-- end_session: signed out.
DELETE FROM console.sessions WHERE hash = %(hash)s

-- end_sessions_of: of an account, everywhere.
DELETE FROM console.sessions WHERE account = %(account)s

-- sweep: what is over anyway.
WITH links AS (DELETE FROM console.links WHERE ends_at <= %(at)s)
DELETE FROM console.sessions WHERE ends_at <= %(at)s OR seen_at <= %(idle)s

-- one_sign_in_at_a_time: while it is counted, not while its password is looked at.
SELECT pg_advisory_xact_lock(hashtext('console.sign_ins'))

-- past_sign_ins: of this name or from this address, the newest of them.
SELECT at, name = %(name)s AS name, address = %(address)s AS address, ok FROM console.sign_ins
WHERE at > %(since)s AND (name = %(name)s OR address = %(address)s) ORDER BY at DESC LIMIT 500

-- sweep_sign_ins: what counts no more.
DELETE FROM console.sign_ins WHERE at <= %(since)s

-- add_sign_in: failed until it succeeded.
INSERT INTO console.sign_ins (id, at, name, address) VALUES (%(id)s, %(at)s, %(name)s, %(address)s)

-- sign_in_succeeded: its password was right.
UPDATE console.sign_ins SET ok = true WHERE id = %(id)s

-- begin_journey: those that never came back are forgotten.
WITH gone AS (DELETE FROM console.journeys WHERE ends_at <= %(at)s)
INSERT INTO console.journeys (state, browser, nonce, verifier, next, ends_at)
VALUES (%(state)s, %(browser)s, %(nonce)s, %(verifier)s, %(next)s, %(ends_at)s)

-- end_journey: once.
DELETE FROM console.journeys
WHERE state = %(state)s AND browser = %(browser)s AND ends_at > %(at)s RETURNING nonce, verifier, next
