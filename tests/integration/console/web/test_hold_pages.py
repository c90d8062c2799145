"""Holds in the browser: by cause, longest held first, ended by one of two who try; the list stays as chosen."""

from __future__ import annotations

import asyncio
import json
import re

import httpx

from services.console.views.hold_ends import BARRED, CAUSES
from services.notifier.core.inputs import INPUTS
from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_held import SINCE, brake, case
from ..test_replies import waits
from .asking import press, text_of
from .conftest import Desks

WHY = "the letter came back corrected"
PATH = "/holds?cause=unreachable"


async def seen(client: httpx.AsyncClient, path: str = PATH) -> str:
    (found,) = set(re.findall(r'name="seen" value="([^"]*)"', (await client.get(f"{path}&said=anew")).text))
    return str(found)


async def test_causes_are_counted_and_what_waits_for_a_person_comes_first(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    case(tables, "c-1", brake("promise", "2026-11-09T09:00:00Z"))
    case(tables, "c-2", brake("promise"), brake("unreachable"))
    tables.execute(
        "INSERT INTO scheduler.states (aggregate, version, doc) VALUES ('c-3', 1, %(doc)s)",
        doc=json.dumps({"stage": {"kind": "held", "reason": "no-crew", "waits_for": "crew", "visit": {"visit": "v"}}})
        .encode(),
    )  # fmt: skip
    page = await table_desks.ana.get("/holds")
    said = text_of(page)
    assert page.text.index("cause=unreachable") < page.text.index("cause=promise")
    assert "a visit waits for a crew that can go" in said
    listed = text_of(await table_desks.ana.get("/holds?cause=promise"))
    assert listed.index("c-1") < listed.index("c-2") or "until 2026-11-09" in listed
    assert "No case is held for that now." in text_of(await table_desks.ana.get("/holds?cause=dispute"))
    assert (await table_desks.ana.get("/holds?cause=<img>")).status_code == 400


async def test_a_held_visit_says_what_it_waits_for_and_when_it_is_looked_at_again(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    """Which is no end: it may be held on then."""
    stage = {"kind": "held", "reason": "opted-out", "waits_for": "channel", "look_at": "2026-12-05T09:00:00Z",
             "visit": {"visit": "v", "zone": "Europe/Lisbon"}}  # fmt: skip
    tables.execute(
        "INSERT INTO scheduler.states (aggregate, version, doc) VALUES ('c-3', 1, %(doc)s)",
        doc=json.dumps({"stage": stage}).encode(),
    )
    listed = text_of(await table_desks.ana.get("/holds?cause=visit-channel"))
    assert "A visit waits for a way to text the borrower" in listed
    assert "looked at again 2026-12-05 09:00" in listed
    assert "at the latest" not in listed
    assert "ends with what it waits for, when its case is closed, or in time" in listed


async def test_a_hold_that_only_an_operator_ends_says_so_wherever_it_stands(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    case(tables, "c-1", brake("visits-refused"))
    page = (await table_desks.ana.get("/holds")).text
    assert '<td data-label="ends by">an operator alone</td>' in page
    assert "Only our word ends it." in text_of(await table_desks.ana.get("/holds?cause=visits-refused"))
    assert "the borrower refuses visits. Ends by an operator alone." in text_of(await table_desks.ana.get("/cases/c-1"))


async def test_that_nobody_read_the_refusal_is_said_where_its_hold_is_ended(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    for name in ("c-1", "c-2"):
        case(tables, name, brake("visits-refused"))
    reply = await asyncio.to_thread(waits, tables)
    tables.execute("UPDATE notifier.replies_to_read SET why = 'visits-refused' WHERE id = %(id)s", id=reply)
    page = await table_desks.ana.get("/holds?cause=visits-refused")
    assert text_of(page).count("Nobody has read the reply yet, which may say more") == 1
    first, second = (page.text.partition(f'id="h-{name}"')[2].partition("</li>")[0] for name in ("c-1", "c-2"))
    assert (f'href="/replies#r-{reply}"' in first, "Nobody has read" in second) == (True, False)


async def test_that_it_is_over_is_asked_only_of_a_hold_that_an_operator_may_end(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    for cause in CAUSES:
        case(tables, f"c-{cause}", brake(cause))
        said = text_of(await table_desks.ana.get(f"/holds?cause={cause}"))
        assert ("Say that it is over" in said) == (cause not in BARRED), cause
        assert ("Saying that it is over does not end it." in said) == (cause in BARRED), cause


async def test_what_waits_for_a_person_stands_on_the_first_page_too(table_desks: Desks, tables: ConsoleStack) -> None:
    case(tables, "c-1", brake("promise"))
    case(tables, "c-2", brake("unreachable"))

    async def listed() -> str:
        page = (await table_desks.ana.get("/")).text
        return page if "/holds?cause=unreachable" in page else ""

    page = await until(listed)
    assert "held: texts don&#39;t reach the number" in page
    assert "cause=promise" not in page


async def test_a_case_without_texts_or_visits_stands_on_the_first_page(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    tables.decided({"service": "notifier", "aggregate": "c-1", "version": 1, "at": SINCE, "said": "timer:look",
                    "cause": "y", "reason": "gate-closed", "why": "switch: visiting is stopped for case:c-1",
                    "rule": "switches", "accepted": True})  # fmt: skip
    tables.execute("INSERT INTO notifier.switches VALUES ('visiting', 'case:c-1', true, 'visits-refused', now())")
    page = text_of(await table_desks.ana.get("/"))
    assert "c-1 its texts are used up, and visits are switched off for it" in page
    assert "nothing more happens to it until the borrower, the bank or somebody here does something" in page
    assert "visiting is stopped for case:c-1 :" not in page


async def test_of_two_who_end_a_hold_one_does_and_the_list_stays_that_of_its_cause(
    desks: Desks, served: ConsoleStack
) -> None:
    case(served, "c-1", brake("unreachable"))
    form = {"case": "c-1", "cause": "unreachable", "seen": await seen(desks.ana), "reason": WHY}
    came = await asyncio.gather(*(press(client, "/holds/end", **form) for client in (desks.ana, desks.ben)))
    assert sorted(tone for tone, _ in came) == ["bad", "good"]
    (row,) = served.execute("SELECT * FROM notifier.intake")
    said = json.loads(row["doc"])
    assert (said["kind"], said["cause"], said["by"] in ("ana", "ben")) == ("hold-ended", "unreachable", True)
    INPUTS.validate_json(row["doc"])
    answer = await desks.ana.post("/holds/end", data=form)
    assert answer.headers["location"].startswith(PATH)


async def test_a_hold_that_began_anew_since_it_was_seen_is_not_ended(desks: Desks, served: ConsoleStack) -> None:
    case(served, "c-1", brake("unreachable"))
    old = await seen(desks.ana)
    assert old == SINCE.isoformat()
    served.execute("UPDATE notifier.history SET at = at + interval '1 hour'")
    form = {"case": "c-1", "cause": "unreachable", "seen": old, "reason": WHY}
    tone, said = await press(desks.ana, "/holds/end", **form)
    assert (tone, "anew since you looked" in said) == ("bad", True)
    assert served.execute("SELECT * FROM notifier.intake") == []


async def test_what_is_not_held_or_no_operators_to_end_is_not_ended(desks: Desks, served: ConsoleStack) -> None:
    case(served, "c-1", brake("unreachable"))
    case(served, "c-2", brake("dispute"))
    form = {"case": "c-1", "cause": "unreachable", "seen": SINCE.isoformat(), "reason": WHY}
    for change, told in (
        ({"cause": "moon"}, "no such hold"),
        ({"cause": "visit-operator"}, "no such hold"),
        ({"case": "c-9"}, "There is no case 'c-9' here."),
        ({"case": "<img onerror>"}, "no such hold"),
        ({"case": "c-2", "cause": "dispute"}, "No operator ends dispute. It ends by: dispute closed, from the bank."),
        ({"cause": "dispute"}, "is not held for"),
        ({"reason": ""}, "A reason is one line"),
        ({"reason": "912345678 said so"}, "no telephone number"),
    ):
        tone, said = await press(desks.ana, "/holds/end", **(form | change))
        assert (tone, told in said) == ("bad", True), (change, said)
        assert served.execute("SELECT * FROM notifier.intake") == []


async def test_a_held_visit_is_said_on_its_case_with_what_it_waits_for(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    tables.execute(
        "INSERT INTO scheduler.states (aggregate, version, doc) VALUES ('c-1', 1, %(doc)s)",
        doc=json.dumps({"stage": {"kind": "held", "reason": "notice-in-doubt", "waits_for": "operator",
                                  "visit": {"visit": "v-1", "region": "porto"}}}).encode(),
    )  # fmt: skip
    common = {"service": "scheduler", "aggregate": "c-1", "at": SINCE, "said": "x", "cause": "y", "rule": ""}
    tables.decided(common | {"version": 1, "reason": "notice-in-doubt", "why": "nobody knows of it", "accepted": True})
    tables.decided(common | {"version": 2, "reason": "old-news", "why": "the offer was failed", "accepted": False})
    page = await table_desks.ana.get("/cases/c-1")
    said = text_of(page).replace("- ", "-")
    assert "The visit is held: notice-in-doubt , it waits for an operator's word. nobody knows of it" in said
    tiles = page.text.partition('class="tiles"')[2].partition('class="columns"')[0]
    assert "nobody knows of it" in tiles
    assert "the offer was failed" not in tiles
