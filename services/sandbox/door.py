"""What happens at the door, by the borrower's manner and a die."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from services.sandbox.phones.manners import Manner
from shared.contracts.outcomes import OutcomeKind

WELCOME: Mapping[OutcomeKind, int] = {
    "paid": 28, "promised": 24, "plan-wanted": 20, "not-home": 12, "refused": 7, "dispute": 3, "address-wrong": 4,
    "unsafe": 2,
}  # fmt: skip
COLD: Mapping[OutcomeKind, int] = {
    "paid": 8, "promised": 15, "plan-wanted": 12, "not-home": 30, "refused": 22, "dispute": 6, "address-wrong": 4,
    "unsafe": 3,
}  # fmt: skip
EAGER: frozenset[Manner] = frozenset({"picker", "other-time", "other-digit", "hardship", "hardship-in-words", "asker"})


def outcome(manner: Manner, random: Random) -> OutcomeKind:
    """Those who chose the time themselves are mostly there and mostly willing."""
    mix = WELCOME if manner in EAGER else COLD
    return random.choices(list(mix), weights=list(mix.values()))[0]
