"""What kinds of borrowers there are, and how often: one mix for those who defaulted in the data, one for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Literal

from services.sandbox.portfolio.customers import Customer

Profile = Literal[
    "silent",  # never answers anything
    "payer",  # pays after the first or second text
    "promiser",  # says when, and mostly keeps it
    "part-payer",  # pays a part, then nothing
    "picker",  # silent until a visit is offered, then picks a slot
    "late-picker",  # picks when the offer has expired, then in time
    "other-time",  # proposes another time in words, then picks
    "other-digit",  # presses 4, then picks
    "pays-before-visit",  # picks, and pays when the notice is there
    "stop",  # the exact word
    "stop-in-words",  # any reasonable wording
    "stop-after-notice",  # agrees to a visit, then opts out
    "wrong-number",  # somebody else's phone
    "hardship",  # presses 5 and signs a plan some days later
    "hardship-in-words",
    "disputer",  # goes to the bank: I do not owe this
    "plan-signer",  # goes to the bank and signs a plan
    "asker",  # asks who this is, then picks
    "mumbler",  # answers what nobody can read
    "unreachable",  # the number is dead
]

PAYS: Mapping[Profile, int] = {
    "payer": 34, "promiser": 10, "part-payer": 6, "picker": 12, "other-time": 3, "other-digit": 2,
    "pays-before-visit": 4, "stop": 3, "stop-in-words": 2, "hardship": 3, "disputer": 4, "plan-signer": 6,
    "asker": 3, "wrong-number": 2, "silent": 4, "mumbler": 2,
}  # fmt: skip
DEFAULTS: Mapping[Profile, int] = {
    "silent": 17, "payer": 4, "promiser": 5, "part-payer": 2, "picker": 24, "late-picker": 5, "other-time": 6,
    "other-digit": 3, "pays-before-visit": 3, "stop": 4, "stop-in-words": 3, "stop-after-notice": 4,
    "wrong-number": 3, "hardship": 4, "hardship-in-words": 3, "disputer": 2, "plan-signer": 3, "asker": 2,
    "mumbler": 1, "unreachable": 3,
}  # fmt: skip


def profile_of(customer: Customer, random: Random) -> Profile:
    """The same for the same draw. Customers whose payments the data shows mostly need no reminder to make them."""
    if customer.paid_next or customer.paid_after:
        return "silent" if random.random() < 0.6 else _drawn(PAYS, random)
    return _drawn(DEFAULTS if customer.defaulted else PAYS, random)


def _drawn(mix: Mapping[Profile, int], random: Random) -> Profile:
    return random.choices(list(mix), weights=list(mix.values()))[0]
