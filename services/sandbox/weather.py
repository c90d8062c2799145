"""How kind the world is. Fair: nothing goes wrong but what borrowers do. Rough: everything that has been seen in the
field, in one run.

Days are those of a world of 45; a shorter one has its bad days earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .twin.faults import QUIET, FaultSpell, Happening, Rates

Name = Literal["fair", "rough"]
CODECS = (None, "gzip", "snappy", "lz4", "zstd")
"""All that Kafka knows, as aiokafka names them."""
OF_DAYS = 45


@dataclass(frozen=True, slots=True)
class Weather:
    """`carrier` are its rates; `spells` its bad hours: what, on which day, from which hour on, for how long.

    The rest are shares: of phones that answer by themselves (`machines`), quote what they got, send a picture, give no
    receipts, write their number in another way; of cases whose bank corrects itself; of records with an odd timestamp.
    `codecs` are taken by producers in turn.
    """

    name: Name
    carrier: Rates = QUIET
    spells: tuple[tuple[Happening, float, float, float, int], ...] = ()
    codecs: tuple[str | None, ...] = (None,)
    odd_timestamps: float = 0.0
    machines: float = 0.0
    quoting: float = 0.0
    pictures: float = 0.0
    no_receipts: float = 0.0
    other_forms: float = 0.0
    corrections: float = 0.0

    @property
    def is_rough(self) -> bool:
        return self.name == "rough"

    def spells_of(self, begins: datetime, days: int) -> tuple[FaultSpell, ...]:
        """Whole days are shortened with the world, hours of the day are not."""
        found = []
        for what, day, hour, hours, code in self.spells:
            at = begins.replace(hour=0) + timedelta(days=int(day * days / OF_DAYS), hours=hour)
            found.append(FaultSpell(what, at, at + timedelta(hours=hours), code))
        return tuple(found)


FAIR = Weather("fair")
ROUGH = Weather(
    "rough",
    carrier=Rates(
        error_before=0.002, error_after=0.003, cut_after=0.003, too_many=0.005, hang_after=0.0005, hangs_max=1,
        callback_twice=0.05, callback_late=0.05, late_h_max=30, callback_never=0.05, callback_swapped=0.05,
        reply_twice=0.05, reply_never=0.05, undelivered=0.03, codes=(30001, 30007, 30008, 30017, 30022, 30410),
        taken_though_unavailable=0.2,
    ),
    spells=(
        ("refused", 3, 9, 24, 21606),
        ("unavailable", 8, 10, 0.75, 0),
        ("failing", 10, 9, 4, 30034),
        ("refused", 15, 14, 4, 20003),
        ("no-receipts", 17, 9, 24, 0),
        ("unavailable", 22, 9, 1.5, 0),
        ("no-replies", 24, 9, 30, 0),
        ("refused", 29, 9, 3, 21608),
        ("failing", 31, 10, 3, 30002),
    ),
    codecs=CODECS,
    odd_timestamps=0.05,
    machines=0.04,
    quoting=0.04,
    pictures=0.02,
    no_receipts=0.04,
    other_forms=0.10,
    corrections=0.08,
)  # fmt: skip
WEATHERS: dict[Name, Weather] = {"fair": FAIR, "rough": ROUGH}
