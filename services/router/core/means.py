"""What decisions are made with, besides the state: the policy pack, travel times, the insertion kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.router.core.insertion import Kernel
from services.router.core.travel import Place, Travel
from shared.policy.pack import Pack


@dataclass(frozen=True, slots=True)
class Means:
    pack: Pack
    travel: Travel
    kernel: Kernel


@dataclass(frozen=True, slots=True)
class Moment:
    """When a decision is made, and the places that could be unsealed for it, by their boxes."""

    at: datetime
    known: Mapping[str, Place]
    means: Means
