"""The console's own tables, made or brought up to date before anybody signs in; tried again while the database is away.

The console serves meanwhile: who wants in is told that it can't be checked yet.
"""

from __future__ import annotations

import asyncio
import contextlib

from shared.runtime.logs import logger
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused

from ..store.schema import prepare_store

AGAIN_S = 2.0
log = logger("console")


async def prepared(url: str, over: asyncio.Event) -> None:
    """Returns once they are there, or it is over. What a person has to do is logged once.

    It is asked to end and not cancelled: a connection that is being made would be left behind.
    """
    said = ""
    while not over.is_set():
        try:
            await prepare_store(url)
        except Unavailable as error:
            trouble = type(error).__name__
        except StartRefused as refusal:
            trouble = f"{refusal.what} {refusal.todo}"
        else:
            if said:
                log.info("console-tables-there")
            return
        if trouble != said:
            log.warning("console-tables-missing", reason=trouble)
        said = trouble
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), AGAIN_S)
