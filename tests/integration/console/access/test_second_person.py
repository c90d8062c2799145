"""A stop of everything is lifted by two people, or not at all; what one asked is kept where the other finds it."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from deploy.local.user_error import UserError
from services.console.store.second_person import WAITS, PendingResume, PendingResumes
from services.console.store.tables import ConsoleTables

from .sign_in_site import SignInSite


@pytest.fixture
def pending(site: SignInSite) -> PendingResumes:
    return PendingResumes(site.access.tables)


async def asked(pending: PendingResumes, site: SignInSite, by: str = "ana", seen: str = "stop-1") -> PendingResume:
    return await pending.ask("sending", "over", seen, by, site.clock.now())


async def confirm(pending: PendingResumes, one: PendingResume, site: SignInSite, by: str, alone: bool = False) -> str:
    async with pending.confirming(one.id, by, site.clock.now(), alone=alone) as found:
        return found.by


async def test_another_person_confirms_and_then_it_is_done(pending: PendingResumes, site: SignInSite) -> None:
    one = await asked(pending, site)
    assert await confirm(pending, one, site, "ben") == "ana"
    assert await pending.waiting(site.clock.now()) == []
    with pytest.raises(UserError, match="Nobody asks"):
        await confirm(pending, one, site, "ben")


@pytest.mark.parametrize("by", ["ana", "ANA"])
async def test_nobody_confirms_their_own_however_they_write_their_name(
    pending: PendingResumes, site: SignInSite, by: str
) -> None:
    one = await asked(pending, site)
    with pytest.raises(UserError, match="another person"):
        await confirm(pending, one, site, by)
    assert await pending.waiting(site.clock.now()) == [one]


async def test_in_the_sandbox_one_person_is_enough(pending: PendingResumes, site: SignInSite) -> None:
    assert await confirm(pending, await asked(pending, site), site, "ana", alone=True) == "ana"


async def test_two_who_ask_for_the_same_are_told_of_each_other(pending: PendingResumes, site: SignInSite) -> None:
    await asked(pending, site)
    with pytest.raises(UserError, match="ana asked for it already"):
        await asked(pending, site, "ben")
    assert (await asked(pending, site, "ben", "stop-2")).by == "ben"


async def test_a_quarter_of_an_hour_later_it_has_to_be_asked_for_anew(
    pending: PendingResumes, site: SignInSite
) -> None:
    one = await asked(pending, site)
    site.clock.at += WAITS
    assert await pending.waiting(site.clock.now()) == []
    with pytest.raises(UserError):
        await confirm(pending, one, site, "ben")
    assert (await asked(pending, site, "ben")).by == "ben"


async def test_anybody_may_say_no(pending: PendingResumes, site: SignInSite) -> None:
    one = await asked(pending, site)
    await pending.withdraw(one.id, site.clock.now())
    for token in (one.id, uuid4()):
        with pytest.raises(UserError):
            await pending.withdraw(token, site.clock.now())


async def test_a_restart_forgets_nothing(pending: PendingResumes, site: SignInSite) -> None:
    one = await asked(pending, site)
    tables = ConsoleTables(site.url, connections=1)
    await tables.open()
    assert await PendingResumes(tables).of("sending", site.clock.now()) == one
    await tables.close()


async def test_what_could_not_be_done_may_be_confirmed_again(pending: PendingResumes, site: SignInSite) -> None:
    one = await asked(pending, site)
    with pytest.raises(RuntimeError):
        async with pending.confirming(one.id, "ben", site.clock.now()):
            raise RuntimeError("no broker")
    assert await confirm(pending, one, site, "ben") == "ana"


async def test_of_two_who_confirm_at_once_one_does(pending: PendingResumes, site: SignInSite) -> None:
    one = await asked(pending, site)
    came = await asyncio.gather(*(confirm(pending, one, site, by) for by in ("ben", "eva")), return_exceptions=True)
    assert sorted(isinstance(each, UserError) for each in came) == [False, True]
