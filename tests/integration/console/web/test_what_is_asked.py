"""Each page's parameters, with values that they may not have: refused in a sentence, and never given back as they came."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from ..console_stack import ConsoleStack

WORDS = (
    "/appointments?day=", "/appointments?span=", "/appointments?state=", "/appointments?region=", "/map?day=",
    "/map?region=", "/map?case=", "/map/day?day=", "/holds?cause=", "/texts?last=", "/world?find=", "/letters?find=",
    "/letters/replay?service=", "/letters/replay?topic=", "/letters/replay?since=", "/letters/replay?cap=",
    "/proof/seeds?seed=", "/proof/seeds/1?show=", "/proof/seeds/1?page=", "/cases/c-1/why-not?of=",
    "/cases/c-1/why-not?of=crew&collector=", "/cases?find=", "/cases?state=", "/cases?region=", "/cases?after=",
    "/tail?topic=", "/tail?text=", "/audit?person=", "/audit?since=", "/audit?under=",
)  # fmt: skip
UNSEEN = "\0\x01\x1b\x7f\x85\u061c\u200b\u200e\u200f\u2028\u202a\u202e\u2066\u2069\ufeff"
FREE = ("/world?find=", "/letters?find=", "/cases?find=", "/cases?state=", "/cases?region=", "/tail?text=",
        "/audit?person=", "/cases/c-1/why-not?of=crew&collector=")  # fmt: skip
"""Where any text may be looked for."""


@pytest.mark.parametrize("path", WORDS)
async def test_what_a_parameter_may_not_be_is_refused_in_a_sentence(
    browser: httpx.AsyncClient, tables: ConsoleStack, path: str
) -> None:
    if path.startswith("/world"):
        pytest.skip("there is no world beside it here")
    for value in [f"a{UNSEEN}b"] if path in FREE else [f"a{UNSEEN}b", "nix!"]:
        answer = await browser.get(path + quote(value))
        assert answer.status_code == 400, path
        assert [letter for letter in UNSEEN if letter in answer.text] == []
        assert "<h1>" in answer.text


def test_of_an_export_nothing_is_taken_that_was_not_asked_for() -> None:
    """See below."""
