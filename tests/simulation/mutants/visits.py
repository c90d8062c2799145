"""Bugs of the scheduler: what it asked to have said is not taken back, or not so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from services.scheduler.core import crew_assignment, reply, transitions, wish
from services.scheduler.core.lookup import AppointmentContext
from services.scheduler.core.state import Agreed, Booked, OpenStage, Permitted


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
def a_part_is_not_enough() -> Iterator[None]:
    """Who is free in the evening is told that there are no visits then, because they end at seven."""
    with patch.object(wish, "_meets", lambda first, last, opens, closes: opens <= first and opens < last <= closes):
        yield
