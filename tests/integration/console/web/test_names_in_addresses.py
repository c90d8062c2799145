"""An address has only names behind its ? that its page knows: any other is refused, on every route."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import product
from urllib.parse import parse_qsl, urlsplit

import httpx

from services.console.web import health
from services.console.web.access.required import ANYTHING, DeclaredRoute, declared
from services.console.web.access.routes import ROUTES as SIGNING_IN
from services.console.web.asked import SAID
from services.console.web.assets import Assets
from services.console.web.nav import NAV
from services.console.web.pages import ROUTES

from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from .asking import text_of

EVERY = list(declared([Assets({}).route(), *health.ROUTES, *SIGNING_IN, *ROUTES]))
OF_OTHERS = {"/live", "/ready", "/oidc/callback"}
"""What probes and an identity provider put behind these is theirs to choose."""
PLACES = {"id:uuid": "0" * 32, "reply:uuid": "0" * 32, "intent:uuid": "0" * 32, "service": "notifier"}


def path_of(route: DeclaredRoute) -> str:
    return re.sub(r"\{([^}]+)\}", lambda match: PLACES.get(match[1], "1"), route.path)


async def test_a_name_that_a_page_does_not_know_is_refused_with_those_that_it_knows(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    for route, name in product(EVERY, ("", "stat", "page-1", "\u202estate", "<b>")):
        answer = await browser.request(route.methods[0], path_of(route), params={name: "open"})
        if route.path in OF_OTHERS:
            assert "a name that this page does not know" not in answer.text
            continue
        assert answer.status_code == 400, (route, name)
        assert "the address has a name that this page does not know" in text_of(answer)
        known = [each for each in route.asks or () if each != SAID]
        assert (f": {', '.join(known)}." if known else "takes nothing there.") in text_of(answer), route
        assert "\u202e" not in answer.text
        assert "<b>" not in answer.text


async def test_a_name_that_stands_there_twice_is_refused(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    for route, name in ((each, name) for each in EVERY for name in each.asks or ()):
        answer = await browser.get(path_of(route), params=[(name, ""), (name, "")])
        assert answer.status_code == 400, (route, name)
        assert f"the name {name} more than once" in text_of(answer)


def test_only_what_others_ask_may_have_names_of_others() -> None:
    assert {each.path for each in EVERY if each.asks is ANYTHING} == OF_OTHERS


async def test_of_a_question_only_what_belongs_to_it_is_taken(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    answer = await browser.get("/cases/c-1/why-not?of=crew&day=2026-11-02")
    assert answer.status_code == 400
    assert "takes these and no others: of, collector." in text_of(answer)


class Ways(HTMLParser):
    """Where a page leads: its links, and its forms as they stand there."""

    def __init__(self, page: httpx.Response) -> None:
        super().__init__()
        self.found: list[str] = []
        self._form: httpx.URL | None = None
        self._page = page
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "get") == "get":
            self._form = self._page.url.join(said.get("action", self._page.url.path))
        elif self._form is not None and said.get("name"):
            self._form = self._form.copy_merge_params({said["name"]: said.get("value", "")})
        self.found += [str(self._page.url.join(said[each])) for each in ("href", "hx-get") if said.get(each)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.found.append(str(self._form))
            self._form = None


async def test_no_page_leads_to_an_address_that_is_refused(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    tell_a_life(tables)
    ahead = [entry.path for entry in NAV] + ["/cases/c-1", "/cases/c-1/why-not?of=slot", "/cases/c-1/why-not?of=crew"]
    seen: set[tuple[str, frozenset[str]]] = set()
    while ahead:
        there = urlsplit(ahead.pop())
        names = frozenset(name for name, _ in parse_qsl(there.query, keep_blank_values=True))
        if there.netloc not in ("", "127.0.0.1") or there.path.startswith("/assets/") or (there.path, names) in seen:
            continue
        seen.add((there.path, names))
        answer = await browser.get(f"{there.path}?{there.query}")
        assert answer.status_code != 400, (there, text_of(answer))
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            ahead += Ways(answer).found
    asked = {(path, name) for path, names in seen for name in names}
    assert {("/cases", "state"), ("/map", "region"), ("/tail", "topic"), ("/audit", "person")} <= asked
