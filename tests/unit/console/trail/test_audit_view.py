"""What the page Audit asks for and shows, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deploy.local.user_error import UserError
from services.console.acts.audit_export import ExportAsked
from services.console.store.trail import NO_END, TrailAsked
from services.console.trail.entry import TrailOutcome
from services.console.web.asked import Unclear
from services.console.web.audit_view import SHOWN_MAX, AuditAsked, audit_view

from .samples import DEEDS, NOON, chain

LATER = NOON + timedelta(hours=1)


def test_a_day_is_held_to_its_end() -> None:
    asked = AuditAsked.of({"since": "2026-11-24", "until": "2026-11-24", "person": " ana "})
    assert asked.trail == TrailAsked(
        "ana", since=datetime(2026, 11, 24, tzinfo=UTC), until=datetime(2026, 11, 25, tzinfo=UTC)
    )


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "24.11.2026", "2026-11-24T10:00"])
def test_what_is_no_day_is_said(day: str) -> None:
    with pytest.raises(UserError):
        AuditAsked.of({"since": day})


@pytest.mark.parametrize("under", ["0", "-1", "x", "٣", "9" * 30, "1; DROP"])
def test_what_is_no_number_is_refused_and_not_taken_for_the_newest_page(under: str) -> None:
    assert AuditAsked.of({"under": ""}).under == NO_END
    with pytest.raises(Unclear):
        AuditAsked.of({"under": under})


def test_the_older_page_keeps_the_filters() -> None:
    asked = AuditAsked.of({"person": "ana&x", "what": "case-seen"})
    assert asked.older(7) == "person=ana%26x&what=case-seen&under=7"


def test_there_is_an_older_page_where_more_were_found_than_are_shown() -> None:
    entries = list(reversed(chain([DEEDS[1]] * (SHOWN_MAX + 1))))
    assert audit_view(entries, [], (), [], LATER).older == 2
    assert audit_view(entries[:-1], [], (), [], LATER).older is None


def test_a_beginning_is_told_by_its_end_and_alone_where_there_is_none() -> None:
    first, second, third = chain(DEEDS[:3])
    began = replace(first, outcome=TrailOutcome.BEGAN)
    ended = replace(second, began=1)
    view = audit_view([third, ended, began], [], {1}, [], LATER)
    assert [entry.number for entry in view.rows] == [3, 2]
    assert [entry.number for entry in view.entries] == [3, 2, 1]
    alone = audit_view([third, began], [], (), [], LATER)
    assert ([entry.number for entry in alone.rows], alone.cut_off) == ([3, 1], frozenset({1}))
    assert audit_view([began], [], (), [], began.at + timedelta(seconds=5)).cut_off == frozenset()
    assert audit_view([began], [], {1}, [], LATER).cut_off == frozenset()


def test_what_is_broken_is_shown_and_counted() -> None:
    entries = chain(DEEDS * 3)
    view = audit_view(entries, [1, 2, 3, 4, 5, 6, 7], (), [], LATER)
    assert view.chain.startswith("The chain is broken at #1, #2, #3, #4, #5 and 2 more")
    assert audit_view(entries[:1], [], (), [], LATER).chain.startswith("The entry shown is as written")
    assert audit_view([], [], (), [], LATER).chain == ""


@pytest.mark.parametrize(
    ("kind", "name"),
    [("case", ""), ("case", "../x"), ("case", "c 1"), ("person", ""), ("person", "a b"), ("period", "")],
)
def test_what_can_not_be_taken_out_is_refused(kind: str, name: str) -> None:
    with pytest.raises(UserError):
        ExportAsked(kind, name)  # type: ignore[arg-type]


def test_the_last_day_that_there_is_has_no_day_after_it() -> None:
    assert AuditAsked.of({"since": "0001-01-01", "until": "9999-12-31"}).trail.until is None
