"""Replies in the browser: listed without their words, and decided once, with a reason."""

from __future__ import annotations

import asyncio

from services.notifier.core.inputs import INPUTS, ReplySettled

from ..console_stack import ConsoleStack
from ..test_held import brake, case
from ..test_replies import WORDS, waits
from .asking import press, text_of
from .conftest import Desks

WHY = "a colleague read it"


async def test_replies_are_listed_oldest_first_without_a_word_of_them(table_desks: Desks, tables: ConsoleStack) -> None:
    late, early = await asyncio.to_thread(waits, tables), await asyncio.to_thread(waits, tables, media=True)
    tables.execute(
        "UPDATE notifier.replies_to_read SET received_at = now(), case_id = 'c-2' WHERE id = %(id)s", id=late
    )
    page = await table_desks.ana.get("/replies")
    said = text_of(page)
    assert "a reply that nobody understood" in said
    assert "with a picture" in said
    assert page.text.index(f"r-{early}") < page.text.index(f"r-{late}")
    for hidden in (WORDS, "dog", "ME1", "SM1", "box"):
        assert hidden not in page.text
    assert f"./doorstep replies show {str(early)[:8]}" in page.text
    assert f'href="/replies#r-{early}"' in (await table_desks.ana.get("/")).text


async def test_that_a_reply_refuses_visits_and_nothing_more_can_be_said_and_that_its_hold_is_over(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    case(tables, "c-1", brake("visits-refused"))
    for why in ("visits-refused", "who"):
        reply = await asyncio.to_thread(waits, tables)
        tables.execute("UPDATE notifier.replies_to_read SET why = %(why)s WHERE id = %(id)s", why=why, id=reply)
    said = text_of(await table_desks.ana.get("/replies"))
    assert said.count("visits are refused, and nothing more") == said.count("nothing that we act on") == 1
    assert "that hold is over" not in said
    tables.execute("DELETE FROM notifier.states")
    assert "refuses visits, at any time; that hold is over" in text_of(await table_desks.ana.get("/replies?said=anew"))
    tables.execute("UPDATE notifier.replies_to_read SET settled_at = now(), settled_by = 'ana', verdict = 'nothing'")
    decided = text_of(await table_desks.ana.get("/replies?said=anew"))
    assert decided.count("visits are refused, and nothing more") == decided.count("nothing that we act on") == 1


async def test_where_none_waits_it_says_what_would_stand_here(table_desks: Desks) -> None:
    assert "No reply waits for a person." in text_of(await table_desks.ana.get("/replies"))


async def test_of_two_who_decide_one_does_and_the_notifier_hears_it_once(desks: Desks, served: ConsoleStack) -> None:
    reply = await asyncio.to_thread(waits, served)
    came = await asyncio.gather(
        press(desks.ana, f"/replies/{reply}/settle", meaning="hardship", reason=WHY),
        press(desks.ben, f"/replies/{reply}/settle", meaning="paid", reason=WHY),
    )
    assert sorted(tone for tone, _ in came) == ["bad", "good"]
    (row,) = served.execute("SELECT * FROM notifier.intake")
    said = INPUTS.validate_json(row["doc"])
    assert isinstance(said, ReplySettled)
    assert (said.reply, said.by in ("ana", "ben")) == (reply, True)
    page = text_of(await desks.ana.get("/replies?said=anew"))
    assert "No reply waits for a person." in page
    assert said.by in page


async def test_without_a_meaning_and_a_reason_nothing_is_decided(desks: Desks, served: ConsoleStack) -> None:
    reply = await asyncio.to_thread(waits, served)
    for form, told in (
        ({"meaning": "hardship", "reason": ""}, "A reason is one line"),
        ({"meaning": "hardship", "reason": "call 912345678"}, "no telephone number"),
        ({"meaning": "moon", "reason": WHY}, "choose one"),
        ({"reason": WHY}, "choose one"),
    ):
        tone, said = await press(desks.ana, f"/replies/{reply}/settle", **form)
        assert (tone, told in said) == ("bad", True), (form, said)
        assert served.execute("SELECT * FROM notifier.intake") == []


async def test_a_reply_that_is_not_there_is_said_so(desks: Desks) -> None:
    gone = "00000000-0000-4000-8000-000000000000"
    tone, said = await press(desks.ana, f"/replies/{gone}/settle", meaning="paid", reason=WHY)
    assert (tone, "no such reply" in said) == ("bad", True)
    assert (await desks.ana.post("/replies/nix/settle", data={"meaning": "paid"})).status_code == 404
