"""What events of before said in their reason only, and say in a field today.

One meaning between services is a field. Nobody else compares another service's reason.
"""

from __future__ import annotations

from .appointments import AppointmentMoved
from .texts import TextRefused
from .visits import VisitWithdrawn

CREW_CHANGED = "crew-changed"
VISIT_OVER_CAP = "visit-over-cap"
NO_MORE_TEXTS = frozenset({"opted-out", "wrong-number"})


def keeps_window(moved: AppointmentMoved) -> bool:
    """Does what was moved still happen at the time agreed, by another crew?"""
    said = moved.data.keeps_window
    return moved.data.reason.code == CREW_CHANGED if said is None else said


def is_visit_over_cap(refused: TextRefused) -> bool:
    """Was an offer refused because a visit would be one contact too many?"""
    said = refused.data.visit_over_cap
    return refused.data.reason == VISIT_OVER_CAP if said is None else said


def no_more_texts(withdrawn: VisitWithdrawn) -> bool:
    """Was the visit withdrawn because the borrower can't be texted any more?"""
    said = withdrawn.data.no_more_texts
    return withdrawn.data.cause in NO_MORE_TEXTS if said is None else said
