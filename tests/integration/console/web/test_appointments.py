"""The page of appointments on the scheduler's tables: what borrowers chose, and what became of it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from ..console_stack import ConsoleStack
from ..test_case_and_why import NOON
from .test_pages import text_of

WINDOW = {"start": "2026-11-05T01:00:00Z", "end": "2026-11-05T03:00:00Z", "zone": "Asia/Shanghai",
          "local": "2026-11-05T09:00"}  # fmt: skip
CHOSEN: dict[str, Any] = {"kind": "slot-chosen", "window": WINDOW}
CREW = {"kind": "crew-found", "members": [{"collector": "pudong-01"}, {"collector": "pudong-02"}]}


def lived(tables: ConsoleStack, case: str, stage: dict[str, Any], *life: tuple[str, dict[str, Any]]) -> None:
    """Decisions of a case, each with its reason and its change, and the stage that they led to."""
    for number, (reason, change) in enumerate(life, 1):
        tables.decided(
            {"service": "scheduler", "aggregate": case, "version": number, "at": NOON, "said": "x", "cause": "y",
             "reason": reason, "why": "z", "rule": "", "accepted": True, "changes": json.dumps([change])}
        )  # fmt: skip
    tables.execute(
        "INSERT INTO scheduler.states (aggregate, version, doc) VALUES (%(case)s, %(version)s, %(doc)s)",
        case=case, version=len(life), doc=json.dumps({"stage": stage}).encode(),
    )  # fmt: skip


def appointments(tables: ConsoleStack) -> list[tuple[Any, ...]]:
    rows = tables.execute("SELECT * FROM scheduler_published.appointments ORDER BY case_id, version")
    return [(row["case_id"], row["day"], row["state"], row["reason"], row["crew"]) for row in rows]


async def test_a_day_shows_what_was_chosen_for_it_in_the_visits_zone(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    stage = {"kind": "agreed", "visit": {"region": "pudong"}}
    lived(tables, "c-1", stage, ("slot-chosen", CHOSEN), ("crew-assigned", CREW))
    said = text_of(await browser.get("/appointments?span=day&day=2026-11-05"))
    for expected in ("Thursday, 5 November 2026", "09:00–11:00", "c-1", "agreed", "pudong-01", "Asia/Shanghai"):
        assert expected in said
    assert "c-1" in text_of(await browser.get("/appointments?day=2026-11-03&region=pudong&state=agreed"))
    assert "None is like that" in text_of(await browser.get("/appointments?day=2026-11-03&state=kept"))
    empty = text_of(await browser.get("/appointments?span=day&day=2026-11-04"))
    assert "No visit on this day" in empty
    assert "the next: Thu 5 Nov" in empty


async def test_until_the_borrower_is_told_who_comes_day_and_week_say_when_that_is(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    stage = {"kind": "agreed", "visit": {"region": "pudong"}}
    lived(tables, "c-1", stage, ("slot-chosen", CHOSEN), ("crew-assigned", CREW))
    tables.execute(
        "INSERT INTO scheduler.timers (aggregate, kind, due_at) VALUES ('c-1', 'notice', '2026-11-03T06:00Z')"
    )
    day = text_of(await browser.get("/appointments?span=day&day=2026-11-05"))
    assert "told 2026-11-03 14:00 ; others may come until then" in day
    assert "names Tue 3" in text_of(await browser.get("/appointments?day=2026-11-03"))


async def test_without_any_appointment_the_page_says_when_there_will_be_one(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    assert "Nobody agreed to a window yet." in text_of(await browser.get("/appointments"))


@pytest.mark.parametrize(
    "asked", ["day=%00", "day=9999-12-31", "span=nix", "state=<b>x", "region=%ff", "state=%e2%80%ae"]
)
async def test_an_address_that_asks_for_what_is_none_is_refused_with_why(
    browser: httpx.AsyncClient, tables: ConsoleStack, asked: str
) -> None:
    answer = await browser.get(f"/appointments?{asked}")
    assert answer.status_code == 400
    assert f"What is given as {asked.partition('=')[0]} " in text_of(answer)
    assert "<b>x" not in answer.text
    assert "\u202e" not in answer.text


def test_each_window_of_a_case_has_the_end_that_it_came_to(tables: ConsoleStack) -> None:
    closed = {"kind": "closed", "how": "kept", "region": "pudong"}
    taken = ("slots-asked", {"kind": "visit-taken"})
    lived(
        tables, "c-1", closed,
        taken, ("slot-chosen", CHOSEN), ("crew-assigned", CREW), ("other-time", {"kind": "asked", "because": "move"}),
        ("slot-chosen", CHOSEN), ("opted-out", {"kind": "held-back"}),
        ("slot-chosen", CHOSEN), ("not-home", {"kind": "asked", "because": "missed"}),
        ("slot-chosen", CHOSEN), ("no-report", {"kind": "visit-closed", "how": "expired"}),
        ("paid", {"kind": "visit-closed", "how": "kept"}),
        taken, ("no-answer", {"kind": "visit-closed", "how": "cancelled"}),
    )  # fmt: skip
    assert [each[2:4] for each in appointments(tables)] == [
        ("moved", "other-time"), ("given-up", "opted-out"), ("missed", "not-home"), ("kept", "paid"),
    ]  # fmt: skip
    assert [each[4] for each in appointments(tables)] == [["pudong-01", "pudong-02"], None, None, None]


def test_days_are_found_by_an_index(tables: ConsoleStack) -> None:
    (row,) = tables.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'history_appointments'")
    assert "slot-chosen" in row["indexdef"]
