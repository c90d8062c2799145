-- lock_master: alone, or not at all; let go of with the connection
SELECT pg_try_advisory_lock(%(lock)s::int8) AS alone

-- kept_master: by what the key is known, and to which one it is being changed
SELECT check_value, purposes, next_check FROM privacy.master_key

-- begin_rewrap: from now on nobody starts before it has ended; a run after one that was killed finds it so already
UPDATE privacy.master_key SET next_check = %(check)s, next_purposes = %(purposes)s, at = now() WHERE next_check IS NULL

-- data_keys_to_wrap: forgetting one waits for us, and what was forgotten is not made again
SELECT kid, wrapped FROM privacy.data_keys WHERE kid > %(after)s ORDER BY kid LIMIT %(limit)s
FOR UPDATE

-- wrap_data_keys: the same keys in another wrapping
UPDATE privacy.data_keys SET wrapped = n.wrapped
FROM unnest(%(kids)s::text[], %(wrapped)s::bytea[]) AS n (kid, wrapped) WHERE data_keys.kid = n.kid

-- data_keys_after: to prove that they open
SELECT kid, wrapped FROM privacy.data_keys WHERE kid > %(after)s ORDER BY kid LIMIT %(limit)s

-- end_rewrap: the new key is the only one from now on
UPDATE privacy.master_key SET check_value = next_check, purposes = next_purposes, next_check = NULL,
    next_purposes = NULL, at = now() WHERE next_check = %(check)s
