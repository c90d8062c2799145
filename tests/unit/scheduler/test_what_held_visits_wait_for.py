"""A held visit says what it waits for, and is looked at again when that may be there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import HeldVisit, OpenStage
from shared.contracts.appointments import AppointmentHeld
from shared.contracts.texts import TextRequested
from shared.decision.replaced import replace

from . import stages
from .events import (
    BORROWER,
    DAY,
    SLOTS,
    chose,
    crewed,
    lost,
    notice_delivered,
    over_cap,
    quoted,
    requested,
    uncrewed,
    wished,
    withdrawn,
)
from .given import Scenario, given, rings, stopping


def worn(**counts: int) -> Callable[[Scenario], None]:
    """That has been tried so often before."""

    def wear(life: Scenario) -> None:
        stage: Any = life.case.stage
        assert isinstance(stage, OpenStage)
        life.case = replace(life.case, stage=replace(stage, tally=replace(stage.tally, **counts)))

    return wear


def visited(life: Scenario) -> None:
    """Another loan of the same person leads to a visit at the time of the first slot."""
    busy = TakenTime("case-2", SLOTS[0].window.start, SLOTS[0].window.end)
    life.lookup = VisitLookup({BORROWER: (busy,)})


SILENT = [rings("quote-overdue")] * 3
NOBODY = [rings("crew-overdue")] * 3
HELD: list[tuple[str, list[Any], Any, str, timedelta]] = [
    ("unassigned", [*stages.ASKING], quoted(()), "crew", 3 * DAY),
    ("unassigned-operator", [*stages.ASKING, worn(empty=3)], quoted(()), "operator", 7 * DAY),
    ("router-silent", [*stages.ASKING, *SILENT], rings("quote-overdue"), "router", 3 * DAY),
    ("visiting-stopped", [stopping()], requested(), "switch", DAY),
    ("visiting-stopped", [*stages.ASKING, stopping()], quoted(), "switch", DAY),
    ("visiting-stopped", [*stages.AGREED, stopping()], notice_delivered(), "switch", DAY),
    ("visiting-stopped", [*stages.PERMITTED, stopping()], rings("last-look"), "switch", DAY),
    ("offer-not-delivered", [*stages.OFFERED], lost("offer"), "channel", 3 * DAY),
    ("visit-over-cap", [*stages.OFFERED], over_cap(until=None), "ledger", 3 * DAY),
    ("person-visited", [*stages.DELIVERED, visited], chose(1), "other-visit", 7 * DAY),
    ("many-wishes", [*stages.DELIVERED, worn(wishes=4)], wished(), "operator", 7 * DAY),
    ("crew-overdue", [*stages.BOOKING, *NOBODY], rings("crew-overdue"), "router", 3 * DAY),
    ("unassigned", [*stages.AGREED], uncrewed(), "crew", DAY),
    ("crew-size", [*stages.BOOKING, crewed("c-1"), rings("notice")], notice_delivered(), "operator", 7 * DAY),
    ("notice-failed", [*stages.AGREED], lost("notice"), "channel", 3 * DAY),
    ("notice-not-delivered", [*stages.AGREED, worn(moves=1)], rings("notice-deadline"), "operator", 7 * DAY),
    ("opted-out", [*stages.PERMITTED], withdrawn("opted-out"), "channel", 7 * DAY),
]


@pytest.mark.parametrize(("reason", "history", "said", "awaited", "after"), HELD)
def test_it_says_what_it_waits_for_and_looks_again(
    reason: str, history: list[Any], said: Any, awaited: str, after: timedelta
) -> None:
    life = given(*history).when(said)
    held = life.stage(HeldVisit)
    assert (held.reason, held.waits_for, held.look_at) == (reason, awaited, life.at + after)
    assert life.told(AppointmentHeld).reason.code == reason
    assert life.timers == {"look-again": life.at + after}
    assert held.braked == (reason == "opted-out")


@pytest.mark.parametrize(("reason", "history", "said", "awaited", "after"), HELD)
def test_who_had_agreed_hears_of_it_that_day(
    reason: str, history: list[Any], said: Any, awaited: str, after: timedelta
) -> None:
    agreed = given(*history).case.stage.kind in ("booking", "agreed", "permitted")
    life = given(*history).when(said)
    if not agreed or reason == "opted-out":
        assert not life.texts()
        return
    text = life.told(TextRequested)
    assert (text.kind, text.wording.window) == ("visit-held", SLOTS[0].window)
    assert (text.not_before, text.not_after, text.on_failure) == (life.at, life.at + DAY, "drop")
