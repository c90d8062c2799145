"""What whoever posts texts, or looks after those that were posted, works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from services.notifier.core.outage import Run
from shared.privacy.keys import KeyRing
from shared.runtime.ports import Clock, IntakeRow, Store

from .rows import KeepCharge, PutBack
from .sms import Sms


@dataclass(slots=True)
class Desk:
    """What a posting loop works with; each loop has its own, but all of a process share `run`. `owner` numbers this
    process now. `quiet_days` are those that a borrower in trouble is promised, by moment and zone.

    `more` is told when as many texts were found as may be posted at once: another loop may find the rest.

    `hash_of` is how the webhook will look up the phone of a reply. None: whoever told of the phone is believed.
    """

    store: Store
    ring: KeyRing
    sms: Sms
    clock: Clock
    owner: Callable[[], int]
    public_url: str
    quiet_days: Callable[[datetime, str], int]
    say: Callable[[str | None], None] = lambda problem: None
    hash_of: Callable[[str], str] | None = None
    clock_wrong: Callable[[], bool] = lambda: False
    run: Run = field(default_factory=Run)
    more: Callable[[], None] = lambda: None
    settled: list[IntakeRow] = field(default_factory=list)
    returned: list[PutBack] = field(default_factory=list)
    charged: list[KeepCharge] = field(default_factory=list)
