"""Who asks, and under which name: this machine's own, from our own pages."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from services.console.web.access.origin import is_loopback_host
from services.console.web.headers import SafeHeaders
from services.console.web.hosts import OnlyOurNames


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8600", "LOCALHOST", "127.0.0.1:1", "127.8.9.1", "[::1]:8600", "[::1]"],
)
def test_names_of_this_machine_are_its_own(host: str) -> None:
    assert is_loopback_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "10.0.0.1", "0.0.0.0", "[::2]:1"],
)
def test_any_other_name_is_foreign(host: str) -> None:
    assert not is_loopback_host(host)


async def asked(method: str = "GET", own: str | None = None, **headers: str) -> httpx.Response:
    inner = Starlette(routes=[Route("/", lambda _: PlainTextResponse("seen"), methods=["GET", "POST"])])
    transport = httpx.ASGITransport(app=SafeHeaders(OnlyOurNames(inner, own)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.request(
            method, "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


async def test_a_foreign_name_is_refused_as_dns_rebinding_would_come() -> None:
    assert (await asked(host="evil.example")).status_code == 421


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"sec_fetch_site": "same-origin"}, 200),
        ("GET", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, 200),
        ("GET", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}, 403),
        ("POST", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, 403),
        ("POST", {"sec_fetch_site": "same-site", "sec_fetch_mode": "navigate"}, 403),
    ],
)
async def test_another_sites_page_may_link_here_and_nothing_else(
    method: str, headers: dict[str, str], status: int
) -> None:
    assert (await asked(method, **headers)).status_code == status


async def test_its_public_name_is_answered_where_it_has_one_and_no_other() -> None:
    own = "https://console.bank.example"
    assert (await asked(own=own, host="console.bank.example")).status_code == 200
    assert (await asked(own=own, host="console.bank.example.evil.example")).status_code == 421
    assert (await asked(own=own, host="127.0.0.1:8600")).status_code == 200


async def test_every_answer_forbids_what_is_not_ours() -> None:
    answer = await asked()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
