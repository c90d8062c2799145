"""Bugs of visits: what was asked to have said of one is not taken back, or not so; or one is held for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from services.notifier.core import machine
from services.notifier.core.changes import Change
from services.notifier.core.lookup import LoanContext
from services.notifier.core.state import State
from services.scheduler.core import crew_assignment, notice, reply, transitions, wish
from services.scheduler.core.lookup import AppointmentContext
from services.scheduler.core.rules import VisitRules
from services.scheduler.core.state import Agreed, Booked, OpenStage, Permitted
from shared.contracts.values import Window
from shared.decision import Decided


@contextmanager
def texts_outlive_their_visit() -> Iterator[None]:
    """Nobody withdraws what waits to be said of a visit when it is given up, or gets another crew."""
    real = transitions.take_texts_back

    def taken(
        stage: OpenStage, cause: str, context: AppointmentContext, *, answered: UUID | None = None
    ) -> tuple[Any, ...]:
        return () if isinstance(stage, Booked | Agreed | Permitted) else real(stage, cause, context, answered=answered)

    with (
        patch.object(transitions, "take_texts_back", taken),
        patch.object(crew_assignment, "take_texts_back", taken),
        patch.object(reply, "take_texts_back", taken),
    ):
        yield


@contextmanager
def names_come_at_the_last_moment() -> Iterator[None]:
    """Who comes is told when a notice would just be early enough, and nobody reckons with a receipt or a closed day."""

    def notice_at(window: Window, at: datetime, rules: VisitRules) -> datetime | None:
        latest = notice.deadline(window, rules) - timedelta(minutes=10)
        return latest if latest > at else None

    with patch.object(crew_assignment, "notice_at", notice_at):
        yield


@contextmanager
def every_crew_is_told() -> Iterator[None]:
    """Another crew makes void what the borrower was told, also where they were told nothing."""
    with patch.object(crew_assignment, "is_untold", lambda stage: isinstance(stage, Booked)):
        yield


@contextmanager
def a_part_is_not_enough() -> Iterator[None]:
    """Who is free in the evening is told that there are no visits then, because they end at seven."""
    with patch.object(wish, "_meets", lambda first, last, opens, closes: opens <= first and opens < last <= closes):
        yield


@contextmanager
def held_visits_stay_held() -> Iterator[None]:
    """Nobody says of a visit that was withdrawn while no text could be sent that nothing comes of it any more."""

    def nothing(decided: Decided[State, Change], before: State, context: LoanContext) -> Decided[State, Change]:
        return decided

    with patch.object(machine, "with_held_visit", nothing):
        yield
