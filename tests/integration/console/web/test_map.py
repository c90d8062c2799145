"""The map on the tables of scheduler and router: what stands where, who goes, and that no home is told."""

from __future__ import annotations

import json

import httpx

from ..console_stack import ConsoleStack
from ..test_case_and_why import NOON
from .asking import text_of
from .test_appointments import CHOSEN, CREW, WINDOW, lived

CELL = "8730b6a24ffffff"
PORTO = "8739220f5ffffff"
SEALED = {"kid": "b-1", "of": "e-1", "field": "home", "box": "secret-box"}
WHY = "12 min of added travel, summed over 2 members"
TAKEN = {"kind": "visit-taken", "visit": {"cell": CELL, "home": SEALED, "address": SEALED}}


CHOICE = {
    "kind": "crew-chosen", "booking": {"booking": "v-1.1"}, "version": 1, "crew": ["pudong-01", "pudong-02"],
    "considered": [
        {"crew": ["pudong-01", "pudong-02"], "cost_s": 720, "out": False},
        {"crew": ["pudong-02", "pudong-03"], "cost_s": 1500, "out": True},
    ],
}  # fmt: skip


def planned(tables: ConsoleStack) -> None:
    """A visit that is agreed, and the region where somebody goes there."""
    stage = {"kind": "permitted", "visit": {"region": "pudong"}, "departed_at": "2026-11-05T00:40:00Z"}
    lived(tables, "c-1", stage, ("slots-asked", TAKEN), ("slot-chosen", CHOSEN), ("crew-assigned", CREW))
    tables.execute(
        "INSERT INTO router.collectors VALUES"
        " ('pudong', 'pudong-01', true, '{law}'), ('pudong', 'pudong-02', false, '{}')"
    )
    tables.execute(
        "INSERT INTO router.positions VALUES ('pudong', 'pudong-01', '2026-11-05T00:00:00Z', %(place)s)",
        place=json.dumps(SEALED),
    )
    tables.execute(
        "INSERT INTO router.stops VALUES ('pudong', 'v-1.1', 'c-1', 'v-1', 'underway', '{pudong-01,pudong-02}', 2,"
        " '2026-11-05T01:10:00Z', '2026-11-05T01:40:00Z', %(start)s, %(end)s, %(zone)s, %(day)s, %(cell)s)",
        start=WINDOW["start"], end=WINDOW["end"], zone=WINDOW["zone"], day=WINDOW["local"][:10], cell=CELL,
    )  # fmt: skip
    tables.decided(
        {"service": "router", "aggregate": "pudong", "about": "c-1", "version": 1, "at": NOON, "said": "x",
         "cause": "y", "reason": "crew-assigned", "why": WHY, "rule": "", "accepted": True,
         "changes": json.dumps([CHOICE])}
    )  # fmt: skip


async def test_a_day_has_its_visits_crews_and_collectors_and_says_why_this_crew(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    planned(tables)
    answer = await browser.get("/map?day=2026-11-05&case=c-1")
    said = text_of(answer)
    for expected in ("1 visit", "09:00–11:00", "under way", "pudong-01, pudong-02", "on the way c-1", "never told", WHY,
                     "about 10 min", "out that day already about 25 min +15",
                     "plans to be there at 2026-11-05 09:10"):  # fmt: skip
        assert expected in said
    assert "© OpenStreetMap contributors" in answer.text
    assert "secret-box" not in answer.text
    assert "No collector works in a region of this name." in text_of(
        await browser.get("/map?day=2026-11-05&region=porto")
    )
    assert "No visit on this day in this region." in text_of(await browser.get("/map?day=2026-11-06&region=pudong"))


async def test_the_script_is_told_where_the_cell_is_and_never_the_home(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    planned(tables)
    answer = await browser.get("/map/day?day=2026-11-05")
    assert "secret-box" not in answer.text
    told = answer.json()
    assert [each["case"] for each in told["visits"]] == ["c-1"]
    assert (len(told["cells"]), told["nowhere"], told["stale"]) == (1, 0, "")
    assert len((await browser.get("/map/streets")).json()["points"]) == 10_000


async def test_a_visit_where_no_street_is_drawn_is_said_in_words(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    planned(tables)
    said = text_of(await browser.get("/map?day=2026-11-05"))
    assert "1 visit lies outside the streets drawn" in said
    assert "10 outside the streets drawn why this crew" in said
    (visit,) = (await browser.get("/map/day?day=2026-11-05")).json()["visits"]
    assert visit["said"][-1] == "outside the streets drawn"
    stage = {"kind": "agreed", "visit": {"region": "porto"}}
    taken = {"kind": "visit-taken", "visit": {"cell": PORTO, "home": SEALED, "address": SEALED}}
    lived(tables, "c-2", stage, ("slots-asked", taken), ("slot-chosen", CHOSEN))
    there = text_of(await browser.get("/map?day=2026-11-05&region=porto"))
    assert "c-2" in there
    assert "outside the streets" not in there


def test_nothing_sealed_is_in_what_router_publishes(tables: ConsoleStack) -> None:
    planned(tables)
    published = [
        tables.execute("SELECT * FROM router_published.stops"),
        tables.execute("SELECT * FROM router_published.collectors"),
    ]
    assert "secret-box" not in str(published)
    assert [row["booking"] for row in published[0]] == ["v-1.1"]
    assert [(row["collector"], row["registered"]) for row in published[1]] == [
        ("pudong-01", True),
        ("pudong-02", False),
    ]


async def test_an_empty_day_and_an_odd_address_are_answered(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    assert "Nobody works here yet" in text_of(await browser.get("/map"))
    for asked in ("day=nix", "day=9999-12-31", "region=<b>", "case=<b>"):
        answer = await browser.get(f"/map?{asked}")
        assert answer.status_code == 400, asked
        assert f"What is given as {asked.partition('=')[0]} " in text_of(answer)
        assert "<b>" not in answer.text
    assert "Router decided nothing about such a case yet." in text_of(await browser.get("/map?case=c-9"))


async def test_the_page_of_a_case_shows_a_crew_whose_names_are_told_already(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    stage = {"kind": "permitted", "visit": {"region": "pudong"}, "crew": ["pudong-01", "pudong-02"]}
    lived(tables, "c-1", stage, ("slots-asked", TAKEN), ("slot-chosen", CHOSEN), ("crew-assigned", CREW))
    answer = await browser.get("/cases/c-1")
    assert answer.status_code == 200
    assert "pudong-02" in text_of(answer)
    assert "somebody else may come" not in text_of(answer)
