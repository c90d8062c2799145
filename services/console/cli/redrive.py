"""Give many dead letters and parked cases back at once: whatever would be taken now, or all of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .database import Database
from .dead_letters import Parked, StoredLetter
from .letter_settlement import let_go
from .producer import sending
from .target import Target


@dataclass(slots=True)
class Redriven:
    """How many went back into their topics, were left because they would be refused again, were taken up again."""

    given_back: int = 0
    left: int = 0
    taken_up: int = 0

    def __str__(self) -> str:
        said = [f"{self.given_back} given back", f"{self.taken_up} parked taken up again"]
        if self.left:
            said.append(f"{self.left} left: they would be refused again")
        return ", ".join(said) + "."


def chosen(
    items: Iterable[StoredLetter | Parked], *, code: str, topic: str, service: str
) -> list[StoredLetter | Parked]:
    """Those of a code, a topic, a service; an empty word chooses all. A parked case has no topic."""
    return [
        item
        for item in items
        if (not code or item.code == code)
        and (not service or item.service == service)
        and (not topic or (isinstance(item, StoredLetter) and item.topic == topic))
    ]


async def redrive(
    target: Target, database: Database, items: Sequence[StoredLetter | Parked], *, force: bool, seen: Redriven
) -> None:
    """Each that would be taken now; `seen` counts as it goes.

    Whoever stops it on the way gives some back twice when it is run again: the services know events by their ids.
    """
    letters = [item for item in items if isinstance(item, StoredLetter)]
    if letters:
        keys, clock = target.keys(), target.clock()
        async with sending(target) as send:
            for letter in letters:
                record = letter.record(keys, clock.now())
                if record.refused and not force:
                    seen.left += 1
                    continue
                await send(letter.topic, record.key, record.value)
                await database.operate(letter.service, "mark_replayed", id=letter.id)
                await let_go(database, letter, clock.now(), given_up=False)
                seen.given_back += 1
    for item in items:
        if isinstance(item, Parked):
            await database.operate(item.service, "ask_replay", aggregate=item.aggregate)
            seen.taken_up += 1
