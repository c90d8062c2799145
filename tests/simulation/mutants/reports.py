"""Bugs in what is made of the carrier's word on a text: believed too early, of the wrong party, or never asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from services.notifier.core import cadence, case_texts, evidence, outage
from services.notifier.core import text_events as texting
from services.notifier.core import text_status as texts
from services.notifier.core.carrier_codes import OURS, FaultParty, party_of
from services.notifier.core.evidence import Evidence
from services.notifier.core.rules import Rules
from services.notifier.core.state import CaseText
from shared.decision.replaced import replace

from .. import notifying, services


@contextmanager
def notice_counted_when_queued() -> Iterator[None]:
    """The carrier's `sent` is taken for a receipt."""
    with patch.dict(texts.CARRIER, {"sent": "delivered"}):
        yield


@contextmanager
def last_status_wins() -> Iterator[None]:
    """Reports are believed in the order in which they come."""

    def move(tables: Any, rows: Any) -> None:
        for row in rows:
            text = tables["texts"].get(row.intent)
            if text is not None:
                tables["texts"][row.intent] = {
                    **text,
                    "status": row.status,
                    "rank": row.rank,
                    "sid": text["sid"] or row.sid,
                }

    def always(old: Any, new: Any) -> bool:
        return bool(old != new)

    with (
        patch.object(texting, "climbs", always),
        patch.object(case_texts, "climbs", always),
        patch.dict(services.APPLIES["notifier"], {"move_texts": move}),
    ):
        yield


@contextmanager
def our_refusal_is_the_borrowers() -> Iterator[None]:
    """That our account or our sender is refused counts against whom we texted."""

    def blamed(code: int | None) -> FaultParty | None:
        party = party_of(code)
        return "recipient" if party in OURS else party

    with (
        patch.object(evidence, "party_of", blamed),
        patch.object(texting, "is_ours", lambda code: False),
        patch.object(outage, "is_ours", lambda code: False),
    ):
        yield


@contextmanager
def unreachable_before_the_receipt() -> Iterator[None]:
    """What is under way counts as a failure until its receipt is there."""

    def weighed(asked: Sequence[CaseText], at: datetime, rules: Rules) -> Evidence:
        found = evidence.weigh(asked, at, rules)
        silent = sum(text.status in (*texts.UNDER_WAY, "unconfirmed") for text in asked)
        return replace(found, against=found.against + silent, unconfirmed=0)

    with patch.object(cadence, "weigh", weighed):
        yield


@contextmanager
def receipts_not_asked_for() -> Iterator[None]:
    """What the carrier was not able to tell us is never known."""

    async def asks_nobody(desk: Any) -> int:
        return 0

    with patch.object(notifying, "ask_receipts", asks_nobody):
        yield
