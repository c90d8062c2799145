"""Accounts and links from the command line: no password is typed, and what is printed works."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner, Result

from services.console.cli.main import application

from .sign_in_site import PASSWORD, SignInSite
from .test_links import NEW, used

LINK = re.compile(r"^(https?://\S+)(/first/[A-Za-z0-9_-]{43})$", re.MULTILINE)


@pytest.fixture
def here(site: SignInSite, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> SignInSite:
    """The commands find the site's database."""
    for name in ("KAFKA_BOOTSTRAP_SERVERS", "DOORSTEP_CLOCK_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", site.url)
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    monkeypatch.setenv("DOORSTEP_CONSOLE_URL", "https://console.bank.example")
    monkeypatch.setenv("COLUMNS", "80")
    return site


def run(*arguments: str) -> Result:
    result: Result = CliRunner().invoke(application("console"), list(arguments))
    return result


def link_in(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    found = LINK.search(result.output)
    assert found, result.output
    assert found[1] == "https://console.bank.example"
    return found[2]


async def in_thread(*arguments: str) -> Result:
    """The commands have an event loop of their own."""
    return await asyncio.to_thread(run, *arguments)


async def test_no_link_is_made_while_nobody_knows_where_the_console_listens(
    here: SignInSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOORSTEP_CONSOLE_URL")
    monkeypatch.delenv("DOORSTEP_CONSOLE_PORT", raising=False)
    for arguments in (("link",), ("account", "add", "maria", "--role", "operator")):
        refused = await in_thread(*arguments)
        assert "Where the console listens isn't known" in str(refused.exception)
    assert json.loads((await in_thread("account", "ls", "--json")).stdout) == []
    monkeypatch.setenv("DOORSTEP_CONSOLE_PORT", "8123")
    assert "http://127.0.0.1:8123/first/" in (await in_thread("link")).stdout


async def test_an_account_is_added_its_owner_sets_a_password_and_it_is_listed(here: SignInSite) -> None:
    here.clock.at = datetime.now(UTC)
    link = link_in(await in_thread("account", "add", "maria", "--role", "operator", "--role", "auditor", "--by", "rui"))
    (row,) = json.loads((await in_thread("account", "ls", "--json")).stdout)
    assert (row["state"], row["made_by"], row["roles"]) == ("no password yet", "rui", ["auditor", "operator"])
    browser = here.browser()
    assert await used(browser, link) == 303
    assert (await browser.get("/")).text == "maria: auditor, operator"
    assert (await in_thread("account", "roles", "maria", "--role", "viewer")).exit_code == 0
    assert (await browser.get("/")).text == "maria: viewer"
    assert (await in_thread("account", "disable", "maria", "--by", "rui")).exit_code == 0
    assert (await browser.get("/")).status_code == 303
    assert "disabled" in (await in_thread("account", "ls")).output


async def test_the_first_link_is_printed_once_there_is_nobody_and_not_later(here: SignInSite) -> None:
    here.clock.at = datetime.now(UTC)
    assert "no account yet" in (await in_thread("account", "ls")).output
    link = link_in(await in_thread("link"))
    assert await used(here.browser(), link) == 303
    refused = await in_thread("link")
    assert refused.exit_code == 1
    assert "accounts already" in str(refused.exception)
    again = link_in(await in_thread("link", "rui"))
    assert await used(here.browser(), again, password=NEW + " two") == 303


async def test_what_can_not_be_is_said(here: SignInSite) -> None:
    for arguments, said in (
        (("account", "add", "maria", "--role", "emperor"), "emperor"),
        (("account", "add", "Maria", "--role", "viewer"), "small letters"),
        (("account", "disable", "nobody", "--by", "rui"), "no account nobody"),
        (("account", "roles", "nobody", "--role", "viewer"), "no account nobody"),
        (("link", "nobody"), "no password to set"),
    ):
        result = await in_thread(*arguments)
        assert result.exit_code != 0
        assert said in str(result.exception) + result.output


async def test_a_password_is_no_argument_of_any_command(here: SignInSite) -> None:
    for arguments in (
        ("account", "add", "maria", "--role", "viewer", "--password", PASSWORD),
        ("link", "maria", PASSWORD),
    ):
        assert (await in_thread(*arguments)).exit_code == 2
    assert here.execute("SELECT 1 FROM console.accounts") == []


async def test_the_table_of_roles_is_printed_with_its_reasons(here: SignInSite) -> None:
    rows = json.loads((await in_thread("roles", "--json")).stdout)
    assert {"right": "forget", "roles": ["privacy_officer"]}.items() <= next(
        r for r in rows if r["right"] == "forget"
    ).items()
