"""Accounts in the browser: made with a link that is shown once, and nobody decides what they may do themselves."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest

from services.console.may import StaffRole
from services.console.web.pages.accounts import ROUTES

from ..console_stack import ConsoleStack
from .asking import press, text_of
from .conftest import Desks

LINK = re.compile(r'id="link">(http://127\.0\.0\.1/first/[A-Za-z0-9_-]{43})<')


async def add(client: httpx.AsyncClient, name: str, *roles: str) -> httpx.Response:
    answer = await client.post("/accounts/add", data={"name": name} | dict.fromkeys(roles, "yes"))
    assert answer.status_code == 303
    return answer


def with_passwords(tables: ConsoleStack, *names: str) -> None:
    tables.execute("UPDATE console.accounts SET password = 'a hash' WHERE name = ANY(%(names)s)", names=list(names))


def roles_of(tables: ConsoleStack, name: str) -> list[str]:
    (row,) = tables.execute("SELECT roles FROM console.accounts WHERE name = %(name)s", name=name)
    return list(row["roles"])


async def test_an_account_is_made_and_its_link_is_shown_once_and_to_whoever_made_it(
    table_desks: Desks, tables: ConsoleStack
) -> None:
    answer = await add(table_desks.ana, "Olga", "operator", "auditor")
    where = answer.headers["location"]
    assert "first" not in where
    assert LINK.search((await table_desks.ben.get(where)).text) is None
    page = await table_desks.ana.get(where)
    found = LINK.search(page.text)
    assert found is not None
    assert "no-store" in page.headers["cache-control"]
    assert LINK.search((await table_desks.ana.get(where)).text) is None
    assert "olga sets a password" in text_of(await table_desks.ana.get(where))
    seen = await table_desks.ana.get(found[1].removeprefix("http://127.0.0.1"))
    assert seen.status_code == 200
    assert roles_of(tables, "olga") == ["auditor", "operator"]


@pytest.mark.parametrize(
    ("name", "roles", "told"),
    [
        ("ana", ("viewer",), "There is an account ana already"),
        ("olga", (), "without a role"),
        ("olga", ("emperor",), "without a role"),
        ("=HYPERLINK(1)", ("viewer",), "small letters"),
        ("<img onerror>", ("viewer",), "small letters"),
        ("", ("viewer",), "small letters"),
    ],
)
async def test_what_is_no_account_is_not_made_and_what_was_typed_is_kept(
    table_desks: Desks, tables: ConsoleStack, name: str, roles: tuple[str, ...], told: str
) -> None:
    page = await table_desks.ana.get((await add(table_desks.ana, name, *roles)).headers["location"])
    assert told in text_of(page)
    assert "<img onerror" not in page.text
    assert len(tables.execute("SELECT 1 FROM console.accounts")) == 2


async def test_nobody_changes_their_own_roles_or_disables_themselves(table_desks: Desks, tables: ConsoleStack) -> None:
    with_passwords(tables, "ana", "ben")
    for name in ("ana",):
        tone, said = await press(table_desks.ana, "/accounts/roles", name=name, viewer="yes")
        assert (tone, "Nobody may change their own roles" in said) == ("bad", True)
        tone, said = await press(table_desks.ana, "/accounts/disable", name=name, sure="yes")
        assert (tone, "Nobody may disable themselves" in said) == ("bad", True)
    page = await table_desks.ana.get("/accounts")
    assert 'id="a-ben"' in page.text
    assert 'id="a-ana"' not in page.text
    assert (await press(table_desks.ana, "/accounts/roles", name="ben", viewer="yes"))[0] == "good"
    assert roles_of(tables, "ben") == ["viewer"]
    assert (await table_desks.ben.get("/accounts")).status_code == 403


async def test_the_last_supervisor_who_can_sign_in_stays(table_desks: Desks, tables: ConsoleStack) -> None:
    with_passwords(tables, "ben")
    tone, said = await press(table_desks.ana, "/accounts/disable", name="ben", sure="yes")
    assert (tone, "last supervisor" in said) == ("bad", True)
    assert "last supervisor" in (await press(table_desks.ana, "/accounts/roles", name="ben", operator="yes"))[1]
    with_passwords(tables, "ana", "ben")
    assert (await press(table_desks.ana, "/accounts/disable", name="ben", sure="yes"))[0] == "good"
    assert (await table_desks.ben.get("/")).status_code == 303


async def test_of_two_who_disable_each_other_one_is_left(table_desks: Desks, tables: ConsoleStack) -> None:
    with_passwords(tables, "ana", "ben")
    await asyncio.gather(
        table_desks.ana.post("/accounts/disable", data={"name": "ben", "sure": "yes"}),
        table_desks.ben.post("/accounts/disable", data={"name": "ana", "sure": "yes"}),
    )
    left = tables.execute("SELECT name FROM console.accounts WHERE disabled_at IS NULL")
    assert len(left) == 1


async def test_one_press_disables_nobody(table_desks: Desks, tables: ConsoleStack) -> None:
    with_passwords(tables, "ana", "ben")
    tone, said = await press(table_desks.ana, "/accounts/disable", name="ben")
    assert (tone, "tick" in said) == ("bad", True)
    assert (await table_desks.ben.get("/")).status_code == 200


async def test_whoever_is_no_supervisor_sees_and_changes_no_account(table_desks: Desks, tables: ConsoleStack) -> None:
    await table_desks.parts.access.accounts.give("ben", [StaffRole.OPERATOR, StaffRole.PRIVACY_OFFICER])
    assert 'href="/accounts"' not in (await table_desks.ben.get("/switches")).text
    for route in ROUTES:
        method = table_desks.ben.get if route.methods and "GET" in route.methods else table_desks.ben.post
        assert (await method(route.path)).status_code == 403, route.path


async def test_the_command_keeps_the_same_rules(table_desks: Desks, tables: ConsoleStack) -> None:
    with_passwords(tables, "ben")
    for arguments, told in (
        (("roles", "ben", "--role", "viewer", "--by", "BEN"), "Nobody may change their own roles"),
        (("disable", "ben", "--by", "ben"), "Nobody may disable themselves"),
        (("disable", "ben", "--by", "ana"), "last supervisor"),
        (("roles", "ben", "--role", "viewer", "--by", "ana"), "last supervisor"),
    ):
        refused = await asyncio.to_thread(tables.run, "console", "account", *arguments)
        assert told in str(refused.exception), arguments
