"""Bugs on the way of a text to the carrier: posted twice, or though it must not go any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from services.notifier.core import text_events, withdrawals
from services.notifier.shell import posting
from services.notifier.shell.desk import Desk
from services.notifier.shell.sms import Doubt, PostingOutcome, Ready, Unsent
from services.notifier.shell.worded import WordedText
from shared.runtime.ports import Unit
from tests.memory.notifier import reads as memory_reads
from tests.memory.runtime import MemoryDatabase

from .. import carrier, services


@contextmanager
def settled_before_post() -> Iterator[None]:
    """A text is written down as accepted, and only then posted."""
    begin = posting._begin

    async def begun(
        desk: Desk, unit: Unit, rows: Sequence[Mapping[str, Any]], owner: int
    ) -> tuple[list[WordedText], int]:
        found, off = await begin(desk, unit, rows, owner)
        for number, text in enumerate(found):
            sid = f"SM{desk.clock.now().timestamp() * 1e6:020.0f}{number:012d}"
            desk.settled.append(posting._settled(desk, text.intent, text.case, "accepted", sid, None))
        await posting.flush(desk)
        return found, off

    with patch.object(posting, "_begin", begun):
        yield


@contextmanager
def retry_after_timeout() -> Iterator[None]:
    """A lost answer is taken for a refused connection."""
    real = carrier.Line._post

    async def post(self: carrier.Line, ready: Ready) -> PostingOutcome:
        outcome = await real(self, ready)
        return Unsent("timeout") if isinstance(outcome, Doubt) else outcome

    with patch.object(carrier.Line, "_post", post):
        yield


@contextmanager
def stop_not_checked_when_sent() -> Iterator[None]:
    """A STOP counts for what is decided later, not for what waits to be posted."""
    with (
        patch.dict(services.APPLIES["notifier"], {"withdraw_texts": lambda tables, rows: None}),
        patch.object(memory_reads, "_unread", lambda database, text: False),
    ):
        yield


@contextmanager
def texts_go_out_while_deaf() -> Iterator[None]:
    """Nobody asks whether what the bank said was read."""
    with patch.object(MemoryDatabase, "deaf", lambda self: {}):
        yield


@contextmanager
def texts_overtake_each_other() -> Iterator[None]:
    """Each text of a case goes out for itself, whatever was to be heard before it."""
    with patch.object(text_events, "heard_first", lambda state, text: None):
        yield


@contextmanager
def brake_begins_the_steps_anew() -> Iterator[None]:
    """Once a brake is off the reminders begin again with the step of the day, told or not."""
    with patch.object(withdrawals, "goes_on_from", lambda loan, unsent, brake: -1):
        yield
