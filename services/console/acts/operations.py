"""What an operator decides: an event that the service carries out and keeps, with who did it and why.

A command publishes it, and waits a little for what the service says came of it. Where the service does not run it
stands in the topic, and is carried out when it does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError

from deploy.local.user_error import UserError
from shared.contracts.codec import encode, headers
from shared.contracts.operations import Operation
from shared.ids import inbox_id

from ..target import NOTHING_RUNS, Target
from ..views.database import Database, reading
from .producer import sending

PATIENCE_S = 10.0
"""How long a command waits without anything being done of what it asked."""
LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class OperationAnswer:
    """What came of one operation: `done`, or `refused` and why not; neither while the service has not done it yet."""

    service: str
    done: bool = False
    refused: str = ""

    def sentence(self, done: str) -> str:
        """`done` where it is. Raises `UserError` where it was refused."""
        if self.refused:
            raise UserError(f"{self.service} refused: {self.refused}.", "Nothing was changed.")
        return done if self.done else later([self])


def later(answers: Sequence[OperationAnswer]) -> str:
    """That some of it is not done yet; nothing where all is."""
    waiting = sorted({answer.service for answer in answers if not answer.done and not answer.refused})
    if not waiting:
        return ""
    does, runs = ("carries", "runs") if len(waiting) == 1 else ("carry", "run")
    return f"Written down: {', '.join(waiting)} {does} it out once it {runs}. See ./doorstep status."


def operation(event: type[Operation], service: str, at: datetime, /, **data: Any) -> Operation:
    """Each is a new fact, so its id is random. Raises `UserError` where the services could not read it."""
    try:
        return event.model_validate(
            {"id": str(uuid4()), "source": "console", "subject": service, "time": at, "data": data}
        )
    except ValidationError as error:
        fields = sorted({str(each["loc"][-1]) for each in error.errors(include_input=False, include_url=False)})
        raise UserError(
            f"This can't be written down: {', '.join(fields)}.",
            "A reason is one line of at most 400 characters; causes are lower-case words with hyphens.",
        ) from None


@asynccontextmanager
async def operating(target: Target) -> AsyncIterator[Database]:
    """What the services publish, for a command that is going to ask something of one of them."""
    if target.database_url() is None:
        raise UserError("Nothing runs that could act on this.", NOTHING_RUNS)
    target.kafka()
    async with reading(target) as database:
        yield database


async def ask(
    target: Target, database: Database, asked: Sequence[Operation], patience_s: float | None = None
) -> list[OperationAnswer]:
    """Publish them in their order, and wait for what comes of them. Raises `UserError` when no broker has them."""
    async with sending(target) as send:
        for each in asked:
            await send(each.topic, each.subject.encode(), encode(each), headers(each))
    return await answers(database, asked, patience_s)


async def ask_one(
    target: Target, database: Database, asked: Operation, patience_s: float | None = None
) -> OperationAnswer:
    """The same for a single one."""
    (answer,) = await ask(target, database, [asked], patience_s)
    return answer


async def answers(
    database: Database, asked: Sequence[Operation], patience_s: float | None = None
) -> list[OperationAnswer]:
    """What came of each, as far as it came within `patience_s` (None: `PATIENCE_S`) of the one before."""
    patience_s = PATIENCE_S if patience_s is None else patience_s
    ids = [inbox_id(each.source, each.id, each.type, each.subject) for each in asked]
    found: dict[UUID, str] = {}
    ends = time.monotonic() + patience_s
    while len(found) < len(ids) and time.monotonic() < ends:
        rows = await database.rows("outcomes", ids=[id for id in ids if id not in found])
        if rows:
            found |= {row["id"]: row["refused"] or "" for row in rows}
            ends = time.monotonic() + patience_s
        else:
            await asyncio.sleep(LOOK_EVERY_S)
    return [
        OperationAnswer(each.subject, id in found and not found[id], found.get(id, ""))
        for each, id in zip(asked, ids, strict=True)
    ]
