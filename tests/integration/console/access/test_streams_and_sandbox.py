"""A stream ends with its session; an open sandbox is open to who sits at this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from services.console.may import Right
from services.console.web.access.middleware import AccessMiddleware
from services.console.web.access.required import needs

from .browser import HERE, Browser
from .sign_in_site import SignInSite
from .small_site import small_site


async def endless(closed: asyncio.Event, beat: asyncio.Event) -> AsyncIterator[bytes]:
    try:
        while True:
            yield b"data: beat\n\n"
            beat.set()
            await asyncio.Event().wait()
    finally:
        closed.set()


async def test_a_stream_ends_soon_after_its_session(site: SignInSite) -> None:
    browser, closed, beat = await site.signed_in(), asyncio.Event(), asyncio.Event()

    @needs(Right.LOOK)
    async def stream(_: Request) -> Response:
        return StreamingResponse(endless(closed, beat), media_type="text/event-stream")

    routes = [Route("/stream", stream)]
    access = Middleware(AccessMiddleware, access=site.access, routes=routes, ask_every_s=0.01)
    elsewhere = Browser(Starlette(routes=routes, middleware=[access]))
    elsewhere.cookies = browser.cookies
    watching = asyncio.create_task(elsewhere.get("/stream", accept="text/event-stream"))
    await beat.wait()
    assert not watching.done()
    await site.access.accounts.disable("maria", by="test", at=site.clock.now())
    answer = await asyncio.wait_for(watching, 60)
    assert answer.text == "data: beat\n\n"
    assert closed.is_set()


async def test_what_is_no_stream_is_done_to_its_end_also_when_its_session_is_over(site: SignInSite) -> None:
    browser, going_on = await site.signed_in(), asyncio.Event()

    @needs(Right.LOOK)
    async def slow(_: Request) -> Response:
        await site.access.accounts.disable("maria", by="test", at=site.clock.now())
        asyncio.get_running_loop().call_later(0.1, going_on.set)
        await going_on.wait()
        return PlainTextResponse("done")

    routes = [Route("/slow", slow)]
    access = Middleware(AccessMiddleware, access=site.access, routes=routes, ask_every_s=0.01)
    elsewhere = Browser(Starlette(routes=routes, middleware=[access]))
    elsewhere.cookies = browser.cookies
    assert (await elsewhere.get("/slow")).text == "done"


async def test_a_stream_keeps_nobody_signed_in(site: SignInSite) -> None:
    browser = await site.signed_in()
    site.clock.move(minutes=50)
    assert (await browser.get("/", accept="text/event-stream")).status_code == 200
    site.clock.move(minutes=11)
    assert (await browser.get("/")).status_code == 303


@pytest.fixture
def sandbox(site: SignInSite) -> Any:
    app = small_site(replace(site.access, sandbox=True))

    def browser(address: str = "127.0.0.1", at: str = HERE) -> Browser:
        return Browser(app, address, at)

    return browser


async def test_whoever_sits_here_is_in_as_a_supervisor_without_a_cookie(sandbox: Any) -> None:
    for address, at in (("127.0.0.1", HERE), ("::1", "http://[::1]:8123"), ("127.0.0.1", "http://localhost:8123")):
        browser = sandbox(address, at)
        assert (await browser.get("/")).text == "sandbox-visitor: auditor, supervisor"
        assert browser.cookies == {}


async def test_nobody_else_is(sandbox: Any) -> None:
    assert (await sandbox("10.0.0.7").get("/")).status_code == 303
    assert (await sandbox("127.0.0.1", "http://rebound.example:8123").get("/")).status_code == 303
    for header in ("x-forwarded-for", "forwarded", "via", "x-real-ip"):
        assert (await sandbox().send("GET", "/", headers={header: "1.2.3.4"})).status_code == 303


async def test_another_sites_page_changes_nothing_in_the_sandbox_either(sandbox: Any) -> None:
    assert (await sandbox().post("/forget", origin="https://evil.example")).status_code == 403
    assert (await sandbox().post("/forget", origin=None)).status_code == 403
    assert (await sandbox().post("/forget")).status_code == 403, "a supervisor forgets nobody"


async def test_without_the_setting_a_machines_own_browser_signs_in(site: SignInSite) -> None:
    assert (await site.browser().get("/")).status_code == 303
