"""Bugs of the scheduler: what it asked to have said is not taken back, or not so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from services.scheduler.core import crew_assignment, notice, reply, transitions, wish
from services.scheduler.core.lookup import AppointmentContext
from services.scheduler.core.rules import VisitRules
from services.scheduler.core.state import Agreed, Booked, OpenStage, Permitted
from shared.contracts.values import Window


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
