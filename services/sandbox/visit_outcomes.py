"""What happens at the door, by the borrower's profile and a die."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from services.sandbox.phones.profiles import Profile
from shared.contracts.outcomes import OutcomeKind

WELCOME: Mapping[OutcomeKind, int] = {
    "paid": 28, "promised": 24, "plan-wanted": 20, "not-home": 12, "refused": 7, "dispute": 3, "address-wrong": 4,
    "unsafe": 2,
}  # fmt: skip
COLD: Mapping[OutcomeKind, int] = {
    "paid": 8, "promised": 15, "plan-wanted": 12, "not-home": 30, "refused": 22, "dispute": 6, "address-wrong": 4,
    "unsafe": 3,
}  # fmt: skip
EAGER: frozenset[Profile] = frozenset({"picker", "other-time", "other-digit", "hardship", "hardship-in-words", "asker"})


def outcome(profile: Profile, random: Random) -> OutcomeKind:
    """Those who chose the time themselves are mostly there and mostly willing."""
    mix = WELCOME if profile in EAGER else COLD
    return random.choices(list(mix), weights=list(mix.values()))[0]
