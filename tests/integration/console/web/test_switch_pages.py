"""Switches in the browser: they stop at once, who knows is looked at, and everything goes on by two people only."""

from __future__ import annotations

import asyncio
import re

from services.console.may import StaffRole
from services.console.views.database import SERVICES
from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from ..test_switches_texts_lag_tail import collector_in
from .asking import press, text_of, told
from .conftest import Desks

STOP = {"what": "sending", "cause": "storm"}
OVER = {"what": "sending", "cause": "over"}


async def thrown(stack: ConsoleStack) -> list[tuple[str, str, str]]:
    """Kind, scope and who, in no order."""
    events = await told(stack, "switches")
    return sorted((event["type"].split(".")[2], event["subject"], event["data"]["by"]) for event in events)


async def hidden(desks: Desks, name: str, times: int = 1) -> str:
    found = re.findall(rf'name="{name}" value="([^"]+)"', (await desks.ben.get("/switches?said=anew")).text)
    assert (len(found), len(set(found))) == (times, 1)
    return str(found[0])


async def test_a_stop_answers_once_all_services_know_and_says_after_how_long(
    desks: Desks, served: ConsoleStack
) -> None:
    tone, said = await press(desks.ana, "/switches/stop", kind="region", name="porto", **STOP)
    assert tone == "good"
    assert re.search(r"Sending is stopped for region:porto: all services knew after \d+\.\d s", said), said
    known = [served.execute(f"SELECT scope, stopped FROM {name}_published.switches") for name in SERVICES]
    assert known == [[{"scope": "region:porto", "stopped": True}]] * len(SERVICES)
    assert "region:porto" in text_of(await desks.ana.get("/switches"))
    tone, said = await press(
        desks.ben,
        "/switches/resume",
        scope="region:porto",
        what="sending",
        cause="over",
        seen=await hidden(desks, "seen"),
    )
    assert (tone, "resumed for region:porto" in said) == ("good", True)
    assert await thrown(served) == [("resumed", "region:porto", "ben"), ("stopped", "region:porto", "ana")]


async def test_while_no_service_reads_it_it_says_who_does_not_know(lonely_desks: Desks, stack: ConsoleStack) -> None:
    tone, said = await press(lonely_desks.ana, "/switches/stop", scope="all", **STOP)
    assert (tone, "Not known yet to notifier, scheduler, router" in said) == ("good", True)
    assert len(await thrown(stack)) == 1


async def test_everything_goes_on_only_when_a_second_person_confirms(desks: Desks, served: ConsoleStack) -> None:
    await press(desks.ana, "/switches/stop", scope="all", **STOP)
    seen = await hidden(desks, "seen")
    tone, said = await press(desks.ana, "/switches/resume", scope="all", seen=seen, **OVER)
    assert (tone, "another person" in said) == ("good", True)
    assert "Another person has to confirm it" in text_of(await desks.ana.get("/switches"))
    asked = await hidden(desks, "asked", 2)
    assert (await press(desks.ana, "/switches/confirm", asked=asked))[0] == "bad"
    assert (await press(desks.ben, "/switches/resume", scope="all", seen=seen, **OVER))[0] == "bad"
    assert len(await thrown(served)) == 1
    tone, said = await press(desks.ben, "/switches/confirm", asked=asked)
    assert (tone, "resumed for everything" in said) == ("good", True)
    assert (await press(desks.ben, "/switches/confirm", asked=asked))[0] == "bad"
    assert await thrown(served) == [("resumed", "all", "ben"), ("stopped", "all", "ana")]


async def test_a_resume_that_was_asked_for_does_not_lift_another_stop(desks: Desks, served: ConsoleStack) -> None:
    await press(desks.ana, "/switches/stop", scope="all", **STOP)
    seen = await hidden(desks, "seen")
    await press(desks.ana, "/switches/resume", scope="all", seen=seen, **OVER)
    pending = await hidden(desks, "asked", 2)
    worse = ("switch", "stop", "sending", "--scope", "all", "--cause", "worse")
    assert (await asyncio.to_thread(served.run, *worse)).exit_code == 0

    async def anew() -> bool:
        return served.execute("SELECT cause FROM notifier_published.switches") == [{"cause": "worse"}]

    await until(anew)
    tone, said = await press(desks.ben, "/switches/confirm", asked=pending)
    assert (tone, "stopped anew meanwhile: worse" in said) == ("bad", True)


async def test_a_no_withdraws_it(desks: Desks, served: ConsoleStack) -> None:
    await press(desks.ana, "/switches/stop", scope="all", **STOP)
    seen = await hidden(desks, "seen")
    await press(desks.ana, "/switches/resume", scope="all", seen=seen, **OVER)
    pending = await hidden(desks, "asked", 2)
    assert (await press(desks.ben, "/switches/withdraw", asked=pending))[0] == "good"
    assert (await press(desks.ana, "/switches/confirm", asked=pending))[0] == "bad"


async def test_of_two_who_stop_it_one_does_and_the_other_is_told(desks: Desks, served: ConsoleStack) -> None:
    came = await asyncio.gather(
        *(press(client, "/switches/stop", scope="all", **STOP) for client in (desks.ana, desks.ben))
    )
    assert sorted(tone for tone, _ in came) == ["bad", "good"]
    assert len(await thrown(served)) == 1
    tone, said = await press(desks.ben, "/switches/stop", scope="all", **STOP)
    assert (tone, "stopped already: storm" in said or "ago" in said) == ("bad", True)


async def test_a_case_is_stopped_where_there_is_one(desks: Desks, served: ConsoleStack) -> None:
    tone, said = await press(desks.ana, "/switches/stop", kind="case", name="c-1", **STOP)
    assert (tone, "no such case" in said) == ("bad", True)
    tell_a_life(served)
    assert (await press(desks.ana, "/switches/stop", kind="case", name="c-1", **STOP))[0] == "good"


async def test_what_is_no_switch_stops_nothing(desks: Desks, served: ConsoleStack) -> None:
    for form in (
        {"scope": "all", "cause": ""},
        {"scope": "all", "cause": "Two Words"},
        {"scope": "all", "cause": "<img onerror>"},
        {"kind": "region", "name": ""},
        {"kind": "region", "name": "=HYPERLINK(1)"},
        {"kind": "moon", "name": "x"},
        {"scope": "case:" + "x" * 100},
        {"scope": "all", "cause": "912-345-678"},
    ):
        assert (await press(desks.ana, "/switches/stop", **(STOP | form)))[0] == "bad", form
    assert await told(served, "switches") == []
    assert (await desks.ana.post("/switches/stop", data={"what": "moon"})).status_code == 404
    assert (await desks.ana.get("/switches/stop")).status_code == 405


async def test_a_region_where_nobody_is_is_no_region_and_the_others_are_named(
    desks: Desks, served: ConsoleStack
) -> None:
    collector_in(served, "matosinhos")
    tone, said = await press(desks.ana, "/switches/stop", kind="region", name="porot", **STOP)
    assert (tone, "no" in said.lower(), "There is: matosinhos." in said) == ("bad", True, True), said
    assert await told(served, "switches") == []
    assert (await press(desks.ana, "/switches/stop", kind="region", name="Matosinhos", **STOP))[0] == "good"
    assert await thrown(served) == [("stopped", "region:matosinhos", "ana")]


async def test_who_asked_on_the_page_is_confirmed_by_a_command_and_the_reverse(
    desks: Desks, served: ConsoleStack
) -> None:
    await press(desks.ana, "/switches/stop", scope="all", **STOP)
    await press(desks.ana, "/switches/resume", scope="all", seen=await hidden(desks, "seen"), **OVER)
    own = await asyncio.to_thread(served.run, "switch", "confirm", "sending", "--by", "ana")
    assert "another person" in str(own.exception)
    done = await asyncio.to_thread(served.run, "switch", "confirm", "sending", "--by", "eva")
    assert done.exit_code == 0, done.exception
    assert await thrown(served) == [("resumed", "all", "eva"), ("stopped", "all", "ana")]

    await press(desks.ana, "/switches/stop", scope="all", what="visiting", cause="storm")
    resume = ("switch", "resume", "visiting", "--scope", "all", "--cause", "over", "--by", "eva")
    asked = await asyncio.to_thread(served.run, *resume)
    assert (asked.exit_code, "another operator" in asked.stdout) == (0, True), asked.exception
    assert len(await thrown(served)) == 3
    tone, said = await press(desks.ben, "/switches/confirm", asked=await hidden(desks, "asked", 2))
    assert (tone, "resumed for everything" in said) == ("good", True)
    assert ("resumed", "all", "ben") in await thrown(served)


async def test_whoever_may_not_confirm_on_the_page_may_not_by_command(desks: Desks, served: ConsoleStack) -> None:
    access = desks.parts.access
    await access.accounts.add("olga", [StaffRole.OPERATOR], by="test", at=access.clock.now())
    await press(desks.ana, "/switches/stop", scope="all", **STOP)
    await press(desks.ana, "/switches/resume", scope="all", seen=await hidden(desks, "seen"), **OVER)
    refused = await asyncio.to_thread(served.run, "switch", "confirm", "sending", "--by", "olga")
    assert "supervisors" in str(refused.exception)
    assert (await asyncio.to_thread(served.run, "switch", "withdraw", "sending", "--by", "olga")).exit_code == 0
    assert len(await thrown(served)) == 1
