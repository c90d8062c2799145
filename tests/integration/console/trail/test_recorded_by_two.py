"""What takes two people, what is about a case that the address does not name, and what is shown once: all written."""

from __future__ import annotations

import asyncio
import re

from services.console.may import StaffRole

from ..console_stack import ConsoleStack
from ..test_replies import WORDS, waits
from ..web.asking import press, text_of
from .conftest import People

OPERATOR, SUPERVISOR = StaffRole.OPERATOR, StaffRole.SUPERVISOR
WHY = "read it twice"


async def test_who_asked_that_everything_goes_on_and_who_confirmed_is_written(
    people_served: People, served: ConsoleStack
) -> None:
    ana, ben = await people_served.signed_in("ana", OPERATOR), await people_served.signed_in("ben", SUPERVISOR)
    await press(ana, "/switches/stop", what="sending", scope="all", cause="storm")
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', (await ben.get("/switches?said=anew")).text)
    await press(ana, "/switches/resume", what="sending", scope="all", cause="over", seen=seen)
    asked = re.findall(r'name="asked" value="([^"]+)"', (await ben.get("/switches?said=anew")).text)[0]
    await press(ana, "/switches/withdraw", asked=asked)
    over = ("switch", "resume", "sending", "--scope", "all", "--cause", "over", "--by", "ana")
    assert (await asyncio.to_thread(served.run, *over)).exit_code == 0
    own = await asyncio.to_thread(served.run, "switch", "confirm", "sending", "--by", "ana")
    assert "supervisors" in str(own.exception)
    asked = re.findall(r'name="asked" value="([^"]+)"', (await ben.get("/switches?said=anew")).text)[0]
    assert (await press(ben, "/switches/confirm", asked=asked))[0] == "good"
    about = "sending all"
    assert [row for row in await people_served.told() if row[3] != "began"] == [
        ("ana", "switches-stop", about, "done"), ("ana", "switches-resume", about, "done"),
        ("ana", "switches-withdraw", about, "done"), ("ana", "switches-resume", about, "done"),
        ("ana", "switches-confirm", about, "refused"), ("ben", "switches-confirm", about, "done"),
    ]  # fmt: skip
    # Who confirms or withdraws does it for the cause that was given.
    reasons = [(entry.deed.what, entry.deed.reason) for entry in await people_served.written() if entry.began]
    assert {reason for what, reason in reasons if what != "switches-stop"} == {"over"}


async def test_who_made_an_account_and_its_link_is_written_and_the_link_is_not(
    people: People, tables: ConsoleStack
) -> None:
    boss = await people.signed_in("boss", SUPERVISOR)
    answer = await boss.post("/accounts/add", data={"name": "rita", "operator": "yes"})
    assert "/first/" in (await boss.get(answer.headers["location"])).text
    await press(boss, "/accounts/roles", name="rita", viewer="yes")
    await press(boss, "/accounts/disable", name="rita", sure="yes")
    await press(boss, "/accounts/link", name="rita")
    entries = [entry for entry in await people.written() if entry.began]
    assert [(each.deed.what, each.deed.about, each.outcome.value) for each in entries] == [
        ("account-add", "rita operator", "done"), ("account-roles", "rita viewer", "done"),
        ("account-disable", "rita", "done"), ("account-link", "rita", "refused"),
    ]  # fmt: skip
    assert not [entry for entry in await people.written() if "first/" in str(entry.row())]


async def test_a_hold_and_a_reply_are_written_with_their_case(people: People, tables: ConsoleStack) -> None:
    ana = await people.signed_in("ana", OPERATOR)
    reply = await asyncio.to_thread(waits, tables)
    await press(ana, "/holds/end", case="c-1", cause="hardship", reason=WHY)
    await press(ana, f"/replies/{reply}/settle", reason=WHY)
    assert [(what, about) for _, what, about, came in await people.told() if came != "began"] == [
        ("holds-end", "c-1 hardship"), ("replies-settle", f"c-1 {reply}"),
    ]  # fmt: skip
    assert {each.deed.reason for each in await people.written() if each.began} == {WHY}


async def test_the_words_of_a_reply_are_revealed_where_it_waits_to_those_who_may(
    people_served: People, served: ConsoleStack
) -> None:
    ana, vera = await people_served.signed_in("ana", OPERATOR), await people_served.signed_in("vera", StaffRole.VIEWER)
    reply = await asyncio.to_thread(waits, served)
    assert "Reveal its words" not in text_of(await vera.get("/replies"))
    page = (await ana.get("/replies")).text
    assert f'hx-target="#words-{reply}"' in page
    assert WORDS not in page
    answer = await ana.post(
        "/cases/c-1/reveal", data={"value": str(reply), "reason": WHY}, headers={"hx-request": "true"}
    )
    assert WORDS in answer.text
    assert [about for *_, about, came in await people_served.told("cases-reveal") if came == "done"] == [f"c-1 {reply}"]


async def test_commands_that_make_the_read_model_anew_are_written(people: People, tables: ConsoleStack) -> None:
    await asyncio.to_thread(tables.run, "console", "rebuild", "--no-wait", "--by", "ana")
    assert ("ana", "console-rebuild", "", "done") in await people.told()
