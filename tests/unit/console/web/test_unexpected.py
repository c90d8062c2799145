"""What no page expected leaves one line of ours, without what was asked, and a page with the reference of that line."""

from __future__ import annotations

import re
from typing import Never

import httpx
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route

from services.console.web.assets import Assets, own_files
from services.console.web.page import Pages, moment
from services.console.web.unexpected import Unexpected
from shared.runtime.clock import SystemClock
from shared.runtime.logs import ALLOWED, RESERVED

NUMBER = "+351912345678"


async def broken(request: Request) -> Never:
    moment(NUMBER)  # type: ignore[arg-type]
    raise AssertionError(NUMBER)


def site() -> Starlette:
    app = Starlette(routes=[Route("/cases/{case}", broken)], middleware=[Middleware(Unexpected)])
    app.state.pages, app.state.clock = Pages(Assets({"htmx.js": b"", **dict(own_files())})), SystemClock()
    return app


async def test_a_page_that_breaks_is_found_in_the_log_by_its_reference() -> None:
    with structlog.testing.capture_logs() as lines:
        transport = httpx.ASGITransport(app=site())
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            answer = await client.get(f"/cases/{NUMBER}?find={NUMBER}")
    assert answer.status_code == 500
    (line,) = lines
    assert (line["log_level"], line["event"], line["route"], line["method"], line["error"]) == (
        "error", "page-failed", "/cases/{case}", "GET", "AttributeError",
    )  # fmt: skip
    assert re.fullmatch(r"services\.console\.web\.page:\d+", line["where"])
    assert line["reference"] in answer.text
    assert "912345678" not in f"{line}" + answer.text
    assert line.keys() - {"log_level"} <= ALLOWED | RESERVED
