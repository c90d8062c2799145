"""The life of one text: a lattice that reports only climb.

    intended → claimed → posting → accepted → sent → unconfirmed → delivered | undelivered | failed
    aside: withdrawn (before posting), rejected, uncertain (before accepted)

Reports of the carrier come late, twice and in any order. Each status has a rank and a text only moves to a higher
one, so whatever the order, the end is the same. Four places need a word:

1. `withdrawn` is below `posting`: a text we took back may already have been on its way, and then the truth wins.
2. `uncertain` is below `accepted`: proof that it was taken ends the doubt.
3. `delivered` is above `failed` and `undelivered`: a receipt is proof, a failure is an opinion about one attempt.
4. `unconfirmed` is above `sent`: the carrier was asked, days later, and has no receipt either. Any receipt is above it.
"""

from __future__ import annotations

from typing import Literal

TextStatus = Literal[
    "intended", "claimed", "withdrawn", "posting", "rejected", "uncertain", "accepted", "sent", "unconfirmed",
    "failed", "undelivered", "delivered",
]  # fmt: skip

RANK: dict[TextStatus, int] = {
    "intended": 0,
    "claimed": 1,
    "withdrawn": 2,
    "posting": 3,
    "rejected": 4,
    "uncertain": 5,
    "accepted": 6,
    "sent": 7,
    "unconfirmed": 8,
    "failed": 9,
    "undelivered": 10,
    "delivered": 11,
}
ENDED: frozenset[TextStatus] = frozenset({"withdrawn", "rejected", "unconfirmed", "failed", "undelivered", "delivered"})
"""Nothing more is waited for, though a higher report is still believed."""
WAITING: frozenset[TextStatus] = frozenset({"intended", "claimed"})
"""Not out of our hands: can be taken back."""
UNDER_WAY: frozenset[TextStatus] = frozenset({"posting", "uncertain", "accepted", "sent"})
"""Out of our hands, and nobody said yet what became of it."""
MAY_HAVE_ARRIVED: frozenset[TextStatus] = UNDER_WAY | {"unconfirmed", "delivered"}
"""The borrower may have read it, so the time to answer it runs."""
FAILED: frozenset[TextStatus] = frozenset({"rejected", "failed", "undelivered"})
"""Somebody said that it did not arrive; the code says whose fault it is."""

# Twilio's message statuses (Messages API, "status values"), in our words.
CARRIER: dict[str, TextStatus] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}


def whereabouts(status: TextStatus) -> str:
    """Where a text is that can't be taken back, or needs no timer, any more."""
    match status:
        case "intended":
            return "it waits for its hour"
        case "claimed":
            return "it was allowed, and waits to be posted"
        case "withdrawn":
            return "it was taken back before"
        case "rejected":
            return "it went to the carrier, who did not take it"
        case _:
            return f"it went out before: {status}"


def climbs(old: TextStatus, new: TextStatus) -> bool:
    """Does a text in `old` move when `new` is reported?"""
    return RANK[new] > RANK[old]
