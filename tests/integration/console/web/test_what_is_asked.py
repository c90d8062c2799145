"""Each page's parameters with values that they may not have: refused in a sentence, and never given back raw."""

from __future__ import annotations

from itertools import product
from urllib.parse import quote

import httpx

from ..console_stack import ConsoleStack
from .asking import text_of

WORDS = (
    "/appointments?day=", "/appointments?span=", "/appointments?state=", "/appointments?region=", "/map?day=",
    "/map?region=", "/map?case=", "/map/day?day=", "/holds?cause=", "/texts?last=", "/letters?find=",
    "/letters/replay?service=", "/letters/replay?topic=", "/letters/replay?since=", "/letters/replay?cap=",
    "/proof/seeds?seed=", "/proof/seeds/1?show=", "/proof/seeds/1?page=", "/cases/c-1/why-not?of=",
    "/cases/c-1/why-not?of=crew&collector=", "/cases?find=", "/cases?state=", "/cases?region=", "/cases?after=",
    "/tail?topic=", "/tail?text=", "/audit?person=", "/audit?since=", "/audit?under=",
)  # fmt: skip
UNSEEN = "\0\x01\x1b\x7f\x85\u061c\u200b\u200e\u200f\u2028\u202a\u202e\u2066\u2069\ufeff"
FREE = ("/letters?find=", "/cases?find=", "/cases?state=", "/cases?region=", "/tail?text=",
        "/audit?person=", "/cases/c-1/why-not?of=crew&collector=")  # fmt: skip
"""Where any text may be looked for."""


async def test_what_a_parameter_may_not_be_is_refused_in_a_sentence(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    unseen, unknown = product(WORDS, [f"a{UNSEEN}b"]), product(WORDS, ["nix!"])
    for path, value in (*unseen, *(each for each in unknown if each[0] not in FREE)):
        answer = await browser.get(path + quote(value))
        assert answer.status_code == 400, path
        assert [letter for letter in UNSEEN if letter in answer.text] == []
        assert "<h1>" in answer.text


async def test_an_export_has_one_of_the_forms_that_there_are_or_none(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    asked = {"take": "person", "name": "ana", "reason": "For the yearly audit."}
    answer = await browser.post("/audit/export", data={**asked, "format": "y"})
    assert answer.status_code == 400
    assert "What is given as format is none of: jsonl, csv." in text_of(answer)
    taken = await browser.post("/audit/export", data={**asked, "format": "jsonl"})
    assert taken.headers["content-type"].startswith("application/x-ndjson")


async def test_what_somebody_typed_into_a_form_comes_back_without_what_can_t_be_seen(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    typed = {"take": "case", "name": f"c-{UNSEEN}1", "reason": f"For{UNSEEN} the audit.", "cause": f"x{UNSEEN}"}
    for path in ("/audit/export", "/holds/end", "/switches/stop", "/accounts/add"):
        answer = await browser.post(path, data={**typed, "what": "sending", "kind": "case"})
        page = await browser.get(answer.headers["location"])
        assert [letter for letter in UNSEEN if letter in page.text] == [], path
