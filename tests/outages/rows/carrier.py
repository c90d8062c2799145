"""The carrier has a bad hour. Whatever it took in is there once, and nothing that it took is posted again."""

from __future__ import annotations

from functools import partial

from ..moods import Mood
from ..row import Row
from ..trial import Trial

LASTS_S = 30.0
FASTER = 30.0
"""What is in doubt is looked for after 15 s, and less and less often, by the world's clock."""


async def _mood(mood: Mood, trial: Trial) -> None:
    await trial.texted()
    new = await trial.debtors(8)
    door = trial.system.carrier.door
    async with trial.outage():
        door.mood = mood
        try:
            trial.report(new)
            await trial.wait(LASTS_S)
        finally:
            door.mood = "well"
    trial.system.clock.speed = FASTER
    if not door.asked[mood]:
        trial.wrong.append("the carrier was asked nothing meanwhile, so nothing was tried")


def _row(name: str, what: str, mood: Mood, said_within_s: float) -> Row:
    return Row(name, what, partial(_mood, mood), ("ready:carrier",), said_within_s=said_within_s)


ROWS = (
    _row("carrier-drips", "the carrier takes texts in, and answers a byte every 3 s", "drips", 40),
    _row("carrier-huge", "the carrier takes texts in, and answers 64 MB", "huge", 20),
    _row("carrier-refuses", "the carrier refuses our token, then takes it again", "refuses", 20),
    _row("carrier-fails", "the carrier takes texts in, and answers 500", "fails-after", 20),
    _row("carrier-hangs", "the carrier takes texts in, and does not answer", "hangs", 40),
)
