"""Which cases somebody looks for, and how a page says where it goes on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import get_args
from urllib.parse import urlencode

from ..model.reading import CaseFilter
from ..model.steps import CaseStage
from .asked import Unclear, one_of, text

WORD_MAX = 64
NO_PLACE = Unclear("What is given as after is no place in the list: begin at its beginning.")
ALL = "all"
"""In place of a state: closed ones too."""
FIELDS = ("find", "state", "visit", "stage", "region")
STATES = ("unknown", "texting", "visiting", "held", "closed")
"""Of texting, as notifier has them."""
VISITS = ("idle", "asking", "offered", "booking", "agreed", "in-doubt", "permitted", "held", "closed")
"""As scheduler has them. Both lists are checked against the services' own."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "state": (ALL, *STATES), "visit": VISITS, "stage": get_args(CaseStage),
}  # fmt: skip


def asked(params: Mapping[str, str]) -> dict[str, str]:
    """What may stand in an id or a word. Raises `Unclear`."""
    return {
        field: one_of(params, field, CHOICES[field]) if field in CHOICES else text(params, field) for field in FIELDS
    }


def filter_of(fields: Mapping[str, str], after: str) -> CaseFilter:
    state = fields["state"]
    return CaseFilter(
        state=state if state and state != ALL else None, visit=fields["visit"] or None, region=fields["region"] or None,
        stage=fields["stage"] or None, part=fields["find"] or None, after=place_of(after), open=open_only(fields),
    )  # fmt: skip


def open_only(fields: Mapping[str, str]) -> bool:
    """Closed ones are for whoever asks for them, or knows the id."""
    return not fields["state"] and not fields["find"]


def place_of(after: str) -> tuple[datetime, str] | None:
    """The last case of the page before: `2026-04-01T06:00:00+00:00~case-7`. None at the beginning.

    Raises `Unclear`.
    """
    if not after:
        return None
    moment, sign, case = after.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        raise NO_PLACE from None
    if not sign or not case.isprintable() or len(case) > WORD_MAX or at.tzinfo is None:
        raise NO_PLACE
    return at, case


def next_page(fields: Mapping[str, str], since: datetime, case: str) -> str:
    """The query of the page that goes on after this case."""
    said = {field: value for field, value in fields.items() if value}
    return urlencode({**said, "after": f"{since.astimezone(UTC).isoformat()}~{case}"})
