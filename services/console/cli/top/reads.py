"""One reading of each source. All are cheap; what is not is done seldom (`feed`)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from aiokafka.errors import KafkaError

from deploy.local.user_error import UserError
from shared.runtime.clock import VirtualClock
from shared.runtime.trouble_words import kafka_words

from ...target import Target
from ...views.behind import behind
from ...views.carrier_verdict import carrier_asked
from ...views.case_document import case_document
from ...views.database import SERVICES, Database
from ...views.held_causes import held_causes_dated
from ...views.monitor_counts import MonitorCounts
from ...views.no_such_case import not_known
from ...views.switches import merged
from ...views.used_up import texts_used_up
from ..status import ask_all
from .seen import CaseSeen, HeldSeen, LagSeen, ProcessesSeen, WorkSeen

EACH_MAX = 100
"""Of each kind that waits for a person so many are read, the oldest."""
LIFE_MAX = 300
LOOKS = 12
MINUTES = 1
KAFKA_S_MAX = 25.0


async def work(database: Database, target: Target) -> WorkSeen:
    clock = target.clock()
    now, switches = clock.now(), merged(await database.rows("switches"))
    return WorkSeen(
        now=now,
        virtual=isinstance(clock, VirtualClock),
        moved=await database.rows("texts_moved", **carrier_asked(now)),
        waiting=await database.rows("waiting"),
        switches=switches,
        used_up=await texts_used_up(database, switches),
        replies=await database.rows("replies_to_read", settled=False, case="", id="", limit=EACH_MAX),
        parked=await database.rows("parked_oldest", limit=EACH_MAX),
        texts=await database.rows("texts_in_doubt", intent="", limit=EACH_MAX),
        letters=await database.rows("letters_by_reason", limit=EACH_MAX),
    )


async def held(database: Database) -> HeldSeen:
    causes = await held_causes_dated(database)
    operators = any(row["cause"] == "visit-operator" for row in causes)
    return HeldSeen(
        causes=causes,
        visits=await database.rows("held_cases", cause="visit-operator", limit=EACH_MAX) if operators else (),
    )


async def processes(find: Callable[[], Target]) -> ProcessesSeen:
    target = find()
    told = target.state.get("processes", []) if target.state is not None else []
    documents = await ask_all(told)
    return ProcessesSeen(target.name, documents, await MonitorCounts(target.monitor_address()).counts(MINUTES))


class LagReading:
    """Remembers the last looks: whether a service falls behind is seen over a while."""

    def __init__(self, find: Callable[[], Target]) -> None:
        self._find = find
        self._looks: dict[str, deque[int]] = {service: deque(maxlen=LOOKS) for service in SERVICES}

    async def __call__(self) -> LagSeen:
        try:
            async with asyncio.timeout(KAFKA_S_MAX):
                rows = await behind(self._find())
        except (KafkaError, OSError, TimeoutError) as error:
            raise UserError(f"Kafka can't be reached: {kafka_words(error)}", "") from None
        except UserError as trouble:
            raise UserError(trouble.what.rstrip("."), trouble.todo) from None
        for service, looks in self._looks.items():
            looks.append(sum(row["behind"] for row in rows if row["service"] == service))
        return LagSeen(rows, {service: tuple(looks) for service, looks in self._looks.items()})


async def case(database: Database, name: str) -> CaseSeen:
    """Raises `UserError` where there is no such case, with those that begin alike."""
    found = await case_document(database, name)
    if found is None:
        raise await not_known(database, name)
    return CaseSeen(name, found.zone, found.status, found.life[-LIFE_MAX:], len(found.life))
