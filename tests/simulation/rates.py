"""Every fault and how often it happens: the one table. Rates are probabilities.

`A_CALL` at each port call of a service's process; `A_TURN` at each turn of the driver (a loop going on from one point
to the next); a run whose seed is drawn calm has none of these. `A_POST` for each text at the carrier's door, and
`A_DELIVERY` for each it took; `A_REPORT` for each status report; `A_CLAIM` for each text that is about to be posted;
`A_SELDOM_STEP` for each turn of such a loop, or at such a port call: the process dies there;
`A_READER_THAT_STANDS_STILL` for each of those; `A_DOOR` for each visit; `A_BORROWER` for each person (`texts-again` for
each STOP, `in-one-breath` for each change of mind between the two, and `by-clocks-that-differ` for each of those),
`A_REQUEST` for each visit that is asked for, `A_PERMIT` for each permit, `A_CREW` for each crew of which the borrower
was not told yet, `A_POSITION` for each position of a collector, `A_CODE_SEEN` for each text with a check code that a
phone gets, `A_HEDGER` for each that asks what was meant, `A_WISHER` for each person who would choose a window,
`A_REFUSED_VISIT` for each person, and each visit that came so far, `A_REFUSER` for each of those where it is somebody
with two cases, or one who refused before, `A_LATER_LOAN` for each person, `A_REFUSAL_BESIDE` for each refusal (in the
same text, or in one of its own), `AN_ENDED_REFUSAL` for each that an operator reads, `A_TRIP` for each crew that
sets out, `A_RUN` for each run, `A_CASE_IN_A_LONG_RUN` and `A_CASE_THAT_ENDED` for each case of a long one, and each
that retention took. `A_SPELL` is the share of runs in which the carrier has a bad time of this kind, once; `A_CODE` are
the weights of the codes with which texts are lost that nothing about their recipient explains.
"""

from __future__ import annotations

CALM_SHARE = 0.1
"""Runs without faults of processes and servers: what goes wrong there goes wrong for everybody."""

A_CALL = {
    "serialisation-failure": 0.0018,
    "answer-lost": 0.0018,
    "refused": 0.0018,
    "commit-late": 0.003,
}
A_TURN = {
    "crash": 0.0028,
    "pause": 0.0012,
    "rebalance": 0.0015,
    "old-offset": 0.0012,
    "duplicate-record": 0.0020,
    "database-gone": 0.0006,
    "broker-gone": 0.0006,
    "clock-step": 0.0008,
    "clock-far-off": 0.0002,
    "table-held": 0.0003,
    "reader-stands-still": 0.0004,
    "garbage-flood": 0.00017,
    "poison": 0.0016,
    "broken-decision": 0.0006,
    "switch": 0.00035,
    "collector-ill": 0.0002,
    "staff-corrects": 0.0006,
}
A_SELDOM_STEP = {
    "replay": 0.03,
    "doubt": 0.01,
    "operations": 0.01,
    "receipts": 0.01,
    "forget": 0.01,
    "reply": 0.006,
    "try-refused": 0.004,
    "reconcile": 0.002,
    "listen": 0.002,
    "log.give_back": 0.1,
    "store.refuse": 0.1,
    "store.changes_after": 0.05,
    "evidence.write": 0.1,
}
"""Loops, and port calls, at which a crash would hardly ever strike by chance."""
A_READER_THAT_STANDS_STILL = {
    "too-long": 0.4,
}
A_DOOR = {
    "anything": 0.5,
}
A_POST = {
    "unreached": 0.03,
    "busy": 0.03,
    "rejected": 0.02,
    "5xx-not-taken": 0.02,
    "5xx-taken": 0.02,
    "timeout-taken": 0.03,
}
A_DELIVERY = {
    "lost": 0.03,
    "slow": 0.04,
}
A_CODE = {30001: 1, 30003: 3, 30007: 1, 30008: 2, 30017: 1, 30034: 1, 30410: 1}
A_REPORT = {
    "never": 0.03,
    "late": 0.05,
    "doubled": 0.10,
    "early": 0.10,
}
A_SPELL = {
    "account-refused": 0.15,
    "unavailable": 0.15,
    "no-receipts": 0.15,
}
A_REFUSAL = (20003, 21606, 21608, 21408)
"""Codes with which a whole account is refused; 20003 comes as 401."""
A_CLAIM = {
    "stop-as-it-waits": 0.015,
    "paid-as-it-waits": 0.01,
}
A_BORROWER = {
    "stop-at-random": 0.12,
    "stop-before-known": 0.05,
    "stop-on-a-saturday-evening": 0.08,
    "bank-interferes": 0.25,
    "second-case": 0.10,
    "far-region": 0.06,
    "reply-doubled": 0.10,
    "reply-untold": 0.05,
    "texts-again": 0.30,
    "in-one-breath": 0.50,
    "by-clocks-that-differ": 0.80,
    "no-receipts": 0.08,
    "answers-by-itself": 0.05,
    "quotes": 0.08,
    "bank-corrects": 0.20,
    "hedges": 0.12,
}
A_HEDGER = {
    "the-digit": 0.6,
    "another-time": 0.1,
    "the-same": 0.1,
    "stop": 0.05,
}
A_WISHER = {
    "hour": 0.12,
    "day": 0.12,
}
A_REFUSED_VISIT = {
    "before-an-offer": 0.025,
    "offer": 0.05,
    "agreed": 0.08,
    "permit": 0.08,
    "crew-on-the-road": 0.12,
}
A_REFUSER = {
    "again": 0.3,
    "times-of-two-cases": 4.0,
}
A_LATER_LOAN = {
    "of-a-refuser": 0.7,
    "named-before": 0.3,
}
A_REFUSAL_BESIDE = {
    "STOP": 0.1,
    "START": 0.1,
    "a-STOP": 0.1,
    "a-START": 0.1,
}
AN_ENDED_REFUSAL = {
    "ended": 0.5,
    "of-one-case-alone": 0.3,
    "texts-alone": 0.4,
}
A_REQUEST = {
    "forgotten": 0.06,
    "bank-interferes": 0.20,
}
A_PERMIT = {
    "papers-cut-short": 0.12,
}
A_CREW = {
    "papers-cut-short": 0.12,
}
A_CODE_SEEN = {
    "asks-about-it": 0.15,
    "asks-about-another": 0.10,
    "asks-who-comes": 0.15,
}
A_TRIP = {
    "held-up": 0.15,
}
A_TRIP_HELD_UP = {
    "says-so": 0.5,
}
A_POSITION = {
    "an-older-one-after-it": 0.2,
}
A_CASE_IN_A_LONG_RUN = {
    "paid-in-time-to-end": 0.7,
}
A_CASE_THAT_ENDED = {
    "writes": 0.2,
    "stops": 0.15,
    "overdue": 0.2,
    "bounces": 0.15,
    "details": 0.1,
}
A_RUN = {
    "key-forgotten": 0.05,
}
