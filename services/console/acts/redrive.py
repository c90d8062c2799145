"""Give many dead letters and parked cases back at once: whatever would be taken now, or all of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shared.contracts.codec import encode, headers
from shared.contracts.operations import Operation, ReplayAsked

from ..target import Target
from ..views.database import Database
from ..views.dead_letters import Parked, StoredLetter
from ..views.fitting import fitting_keys
from .letters import Deciding, give_record, returned
from .operations import answers, later, operation
from .producer import sending


@dataclass(slots=True)
class Redriven:
    """How many went back into their topics, were left because they would be refused again, were taken up again."""

    given_back: int = 0
    left: int = 0
    taken_up: int = 0
    asked: list[Operation] = field(default_factory=list)
    later: str = ""

    def __str__(self) -> str:
        said = [f"{self.given_back} given back", f"{self.taken_up} parked taken up again"]
        if self.left:
            said.append(f"{self.left} left: they would be refused again")
        return " ".join([", ".join(said) + ".", *([self.later] if self.later else [])])


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
    target: Target,
    database: Database,
    items: Sequence[StoredLetter | Parked],
    *,
    force: bool,
    seen: Redriven,
    by: str,
    why: str | None,
) -> None:
    """Each that would be taken now; `seen` counts as it goes.

    Whoever stops it on the way gives some back twice when it is run again: the services know events by their ids.
    """
    letters = [item for item in items if isinstance(item, StoredLetter)]
    clock = target.clock()
    async with sending(target) as send:
        keys = await fitting_keys(target, database) if letters else None
        for letter in letters:
            assert keys is not None
            record = letter.record(keys, clock.now())
            if record.refused and not force:
                seen.left += 1
                continue
            asked = returned(letter, Deciding(by, why), clock.now())
            await give_record(send, letter, record, asked)
            seen.asked.append(asked)
            seen.given_back += 1
        for item in items:
            if isinstance(item, Parked):
                about = {"by": by, "why": why, "aggregate": item.aggregate}
                taken = operation(ReplayAsked, item.service, clock.now(), **about)
                await send(taken.topic, taken.subject.encode(), encode(taken), headers(taken))
                seen.asked.append(taken)
                seen.taken_up += 1
    seen.later = later(await answers(database, seen.asked))
