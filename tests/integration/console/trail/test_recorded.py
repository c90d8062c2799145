"""What people do and see at pages is in the trail, also what they were not let do; and nothing personal is."""

from __future__ import annotations

import psycopg
import pytest

from services.console.may import StaffRole
from services.console.store.trail import TrailAsked
from tests.polling import until

from ..access.sign_in_site import PASSWORD, SignInSite
from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from ..web.asking import press
from .conftest import People

STOP = {"what": "sending", "cause": "storm"}
OPERATOR, SUPERVISOR = StaffRole.OPERATOR, StaffRole.SUPERVISOR


async def test_an_act_is_written_before_it_is_done_and_with_what_came_of_it(people_served: People) -> None:
    ana = await people_served.signed_in("ana", OPERATOR)
    assert (await press(ana, "/switches/stop", kind="region", name="porto", **STOP))[0] == "good"
    assert (await press(ana, "/switches/stop", kind="region", name="porto", **STOP))[0] == "bad"
    told = await people_served.told("switches-stop")
    about = ("ana", "switches-stop", "sending region:porto")
    assert told == [(*about, "began"), (*about, "done"), (*about, "began"), (*about, "refused")]
    began, done, *_ = await people_served.written("switches-stop")
    assert (done.began, done.deed.reason, done.deed.roles) == (began.number, "storm", "operator")


async def test_what_is_done_while_nobody_answers_is_written_as_not_known(people: People, tables: ConsoleStack) -> None:
    """There is no Kafka: it is refused in words."""
    ana = await people.signed_in("ana", OPERATOR)
    assert (await press(ana, "/switches/stop", scope="all", **STOP))[0] == "bad"
    assert [came for *_, came in await people.told("switches-stop")] == ["began", "refused"]


async def test_whoever_may_not_is_written_too(people: People, tables: ConsoleStack) -> None:
    viewer = await people.signed_in("vera", StaffRole.VIEWER)
    assert (await viewer.post("/switches/stop", data={"scope": "all", **STOP})).status_code == 403
    assert (await viewer.get("/audit")).status_code == 403
    (stop, audit) = await people.written(person="vera")
    assert (stop.deed.what, stop.outcome, stop.deed.roles) == ("switches-stop", "forbidden", "viewer")
    assert (audit.deed.what, audit.outcome) == ("audit", "forbidden")


async def test_who_opened_which_case_is_written_once_in_a_while(people: People, tables: ConsoleStack) -> None:
    tell_a_life(tables)
    ana, ben = await people.signed_in("ana", OPERATOR), await people.signed_in("ben", StaffRole.VIEWER)
    for _ in range(5):
        assert (await ana.get("/cases/c-1")).status_code == 200
        assert (await ana.get("/cases/c-1", headers={"doorstep-unattended": "1"})).status_code == 200
    assert (await ben.get("/cases/c-1?all")).status_code == 200
    assert (await ben.get("/cases/c-9")).status_code == 404
    assert await people.told("case-seen") == [("ana", "case-seen", "c-1", "done"), ("ben", "case-seen", "c-1", "done")]


@pytest.mark.parametrize("reason", ["call +351 912 345 678", "x" * 500, "two\nlines", "912345678"])
async def test_a_reason_that_may_not_be_kept_is_not_in_the_trail(
    people: People, tables: ConsoleStack, reason: str
) -> None:
    tell_a_life(tables)
    ana = await people.signed_in("ana", SUPERVISOR)
    await ana.post("/cases/c-1/reveal", data={"value": "phone", "reason": reason})
    await ana.post(
        "/switches/stop", data={"what": "sending", "kind": "region", "name": "+351912345678", "cause": reason}
    )
    for entry in await people.written():
        assert "912" not in entry.deed.reason + entry.deed.about
        assert len(entry.deed.reason) <= 400
    assert {"refused"} == {entry.outcome for entry in await people.written() if entry.began}


async def test_coming_going_and_failing_is_written_and_what_was_typed_is_not(site: SignInSite) -> None:
    trail, mark = site.access.trail, await site.access.trail.last()
    await site.account("maria")
    browser = site.browser()
    for name, password in (("maria", "wrong"), ("my secret password", "x"), ("maria", PASSWORD)):
        answer = await browser.post("/sign-in", {"name": name, "password": password})
    assert answer.status_code == 303
    await browser.post("/sign-out")
    entries = [entry for entry in reversed(await trail.newest(TrailAsked(), 100)) if entry.number > mark]
    assert [(each.deed.by, each.deed.what, each.deed.about, each.outcome.value) for each in entries] == [
        ("maria", "sign-in-failed", "maria", "refused"), ("unknown", "sign-in-failed", "", "refused"),
        ("maria", "sign-in", "password", "done"), ("maria", "sign-out", "", "done"),
    ]  # fmt: skip
    assert not [entry for entry in entries if "secret" in str(entry.row())]


async def test_many_names_that_are_none_are_one_entry(site: SignInSite) -> None:
    browser, mark = site.browser(), await site.access.trail.last()
    for number in range(20):
        await browser.post("/sign-in", {"name": f"nobody{number}", "password": "x"})
    assert await site.access.trail.last() - mark == 1


async def test_nobody_comes_in_while_it_can_not_be_written(site: SignInSite) -> None:
    await site.account("maria")
    browser = site.browser()
    with psycopg.connect(site.url, autocommit=True) as admin:
        admin.execute("REVOKE INSERT ON console.trail FROM doorstep_console")
        try:
            answer = await browser.post("/sign-in", {"name": "maria", "password": PASSWORD})
        finally:
            admin.execute("GRANT INSERT ON console.trail TO doorstep_console")
    assert answer.status_code == 503
    assert browser.cookies == {}


async def test_where_it_can_not_be_written_nothing_is_done_but_a_stop(
    people_served: People, served: ConsoleStack
) -> None:
    async def known() -> bool:
        return served.execute("SELECT cause FROM notifier_published.switches") == [{"cause": "storm"}]

    ana = await people_served.signed_in("ana", OPERATOR)
    served.execute("REVOKE INSERT ON console.trail FROM doorstep_console")
    try:
        tone, said = await press(ana, "/switches/stop", kind="region", name="porto", **STOP)
        assert (tone, "The audit trail does not have all of it" in said) == ("good", True)
        await until(known)
        over = {"what": "sending", "scope": "region:porto", "cause": "over", "seen": "x"}
        tone, said = await press(ana, "/switches/resume", **over)
        assert (tone, said.split(" ", 1)[1][:60]) == (
            "bad",
            "done The audit trail can't be written, so nothing was done.",
        )
    finally:
        served.execute("GRANT INSERT ON console.trail TO doorstep_console")
    assert await people_served.told("switches-stop") == []
