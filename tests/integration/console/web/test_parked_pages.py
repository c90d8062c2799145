"""A case that was set aside: taken up again, or without the event that was seen."""

from __future__ import annotations

from ..console_stack import ConsoleStack
from ..test_dead_letters import GOOD, parked
from ..test_parked_inputs import REPLY, told
from .asking import kinds_asked, press, text_of
from .conftest import Desks

WHY = "the cause is mended"
CASE = "/letters/parked/notifier/c-1"


async def seen(desks: Desks) -> str:
    page = await desks.ana.get(CASE)
    return page.text.partition('name="seen" value="')[2].partition('"')[0]


async def test_it_is_shown_with_what_it_waits_at_and_taken_up_by_one(desks: Desks, served: ConsoleStack) -> None:
    parked(served, GOOD, GOOD)
    said = text_of(await desks.ana.get(CASE))
    assert "doorstep.loan.closed.v1" in said
    assert "Its queue 2 events" in " ".join(said.split())
    assert "Correct it and roll it out." in said
    version = await seen(desks)
    tone, said = await press(desks.ana, f"{CASE}/take-up", reason=WHY, seen=version)
    assert (tone, "taken up again, with 2 events that waited" in said) == ("good", True)
    assert served.execute("SELECT replay FROM notifier.parked") == [{"replay": True}]
    tone, said = await press(desks.ben, f"{CASE}/take-up", reason=WHY, seen=version)
    assert (tone, "ana took it up again" in said) == ("bad", True)
    assert await kinds_asked(served) == ["replay.asked.v1"]


async def test_only_the_event_that_was_seen_is_given_up(desks: Desks, served: ConsoleStack) -> None:
    first, second = parked(served, GOOD, GOOD)
    version = await seen(desks)
    tone, _ = await press(desks.ana, f"{CASE}/discard", reason=WHY, sure="yes", seen=version, event=str(first))
    assert tone == "good"
    tone, said = await press(desks.ben, f"{CASE}/discard", reason=WHY, sure="yes", seen=version, event=str(first))
    assert (tone, "ana gave this event up" in said) == ("bad", True)
    assert [row["inbox"] for row in served.execute("SELECT inbox FROM notifier.parked_events")] == [second]


async def test_a_page_that_is_older_than_the_case_changes_nothing(desks: Desks, served: ConsoleStack) -> None:
    parked(served, GOOD)
    version = await seen(desks)
    served.execute("UPDATE notifier.parked SET attempts = attempts + 1")
    tone, said = await press(desks.ana, f"{CASE}/take-up", reason=WHY, seen=version)
    assert (tone, "Meanwhile" in said) == ("bad", True)
    served.execute("DELETE FROM notifier.parked_events")
    served.execute("DELETE FROM notifier.parked")
    assert (await press(desks.ana, f"{CASE}/take-up", reason=WHY, seen=version))[0] == "bad"
    assert await kinds_asked(served) == []
    assert (await desks.ana.post(f"{CASE}/discard", data={"event": "nix"})).status_code == 404


async def test_what_the_world_told_it_directly_is_counted_and_named(desks: Desks, served: ConsoleStack) -> None:
    parked(served, GOOD)
    told(served, REPLY)
    assert "Its queue 1 event, 1 reply" in " ".join(text_of(await desks.ana.get(CASE)).split())
