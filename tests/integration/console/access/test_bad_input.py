"""What no page of the console sends: refused in a word, and nothing of it is said back or kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from .browser import HERE
from .sign_in_site import PASSWORD, SignInSite

OURS = {"origin": HERE, "sec-fetch-site": "same-origin"}
FORM = OURS | {"content-type": "application/x-www-form-urlencoded"}


async def posted(site: SignInSite, body: bytes, headers: dict[str, str]) -> httpx.Response:
    answer = await site.browser().send("POST", "/sign-in", headers=headers, body=body)
    assert site.execute("SELECT 1 FROM console.sign_ins") == []
    return answer


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"name=maria&password=" + b"x" * 65_600, 413),
        (b"&" * 65_537, 413),
        (b"name=%", 400),
        (b"name=%zz", 400),
        (b"name=maria%00&password=x", 400),
        (b"name=maria\0", 400),
        (b"name=%ff", 400),
        (b"name=maria&name=ana&password=x", 400),
        (b"next=/&%6eext=//evil.example&name=a&password=x", 400),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_a_form_that_no_browser_sends_is_refused(site: SignInSite, body: bytes, status: int) -> None:
    answer = await posted(site, body, FORM)
    assert answer.status_code == status
    assert "maria" not in answer.text


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "application/x-www-form-urlencoded2"],
)
async def test_another_kind_of_body_is_refused(site: SignInSite, kind: str) -> None:
    assert (await posted(site, b"name=a&password=b", OURS | {"content-type": kind})).status_code == 415


async def test_a_packed_body_is_refused(site: SignInSite) -> None:
    assert (await posted(site, b"name=a", FORM | {"content-encoding": "gzip"})).status_code == 415


async def test_a_body_that_never_says_how_long_it_is_ends_at_the_limit(site: SignInSite) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100:
            sent += 1
            yield b"x" * 4_096

    transport = httpx.ASGITransport(app=site.app)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        answer = await client.post("/sign-in", content=endless(), headers=FORM)
    assert answer.status_code == 413
    assert sent < 20


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>",
        "'; DROP TABLE console.accounts; --",
        "\u202egro.knab",
        "x" * 20_000,
        "\x1b[2J",
        "",
    ],
)
async def test_a_name_that_is_none_is_shown_as_text_and_kept_nowhere(site: SignInSite, name: str) -> None:
    answer = await site.browser().post("/sign-in", {"name": name, "password": "x"})
    assert answer.status_code == 403
    assert "<img" not in answer.text
    assert site.execute("SELECT name FROM console.sign_ins") == [(b"",)]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
async def test_other_methods_are_looked_at_as_if_they_changed_something(site: SignInSite, method: str) -> None:
    browser = await site.signed_in()
    assert (await browser.send(method, "/", headers={})).status_code == 403
    assert (await browser.send(method, "/", headers=OURS)).status_code == 405


@pytest.mark.parametrize(
    "path", ["/nowhere", "/%00", "/..%2f..%2fetc", "/sign-in/", "/first/", "/oidc/", "//evil.example/"]
)
async def test_who_is_unknown_learns_of_no_path_whether_it_is_there(site: SignInSite, path: str) -> None:
    answer = await site.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


async def test_a_cookie_that_is_too_long_or_no_token_is_not_looked_up(site: SignInSite) -> None:
    for value in ("x" * 9_000, "'", "%00", "A" * 42, "A" * 44, ""):
        answer = await site.browser().get("/", cookie=f"__Host-doorstep-8123={value}")
        assert answer.status_code == 303


async def test_the_password_is_said_back_nowhere(site: SignInSite) -> None:
    await site.account()
    answer = await site.browser().post("/sign-in", {"name": "maria", "password": PASSWORD + "!"})
    assert PASSWORD not in answer.text
    assert PASSWORD not in str(answer.headers)
