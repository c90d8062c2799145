"""The page of texts on the notifier's tables, and an operator's word on one that is in doubt."""

from __future__ import annotations

import json
from uuid import uuid4

import httpx
import pytest

from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_switches_texts_lag_tail import in_doubt
from .asking import press, text_of
from .conftest import Desks


@pytest.fixture
async def ready(desks: Desks) -> Desks:
    """What reads the topics has begun: what is closed while it starts leaves its connection to chance."""

    async def begun() -> bool:
        return not desks.parts.ring.trouble

    await until(begun)
    return desks


async def test_a_text_in_doubt_stands_with_its_evidence(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    in_doubt(tables)
    said = await counted(browser, "/texts")
    for expected in ("notice", "c-1", "porto", "the answer never came", "not looked for yet", "in doubt now 1"):
        assert expected in said


async def test_rates_and_the_carriers_trouble_are_shown(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    in_doubt(tables)
    tables.execute("UPDATE notifier.texts SET status = 'undelivered', carrier_code = 30003, moved_at = now()")
    tables.execute("INSERT INTO notifier.outages VALUES ('sms', 'refused', 20003, now(), 2, 0, now())")
    tables.execute("INSERT INTO notifier.carrier_alarms VALUES (30003, now(), now() + interval '1 day', 9, 10)")
    said = await counted(browser, "/texts?last=day")
    for expected in ("the handset could not be reached", "100.0 %", "Posting has stopped for everybody",
                     "2 texts have tried", "9 of 10", "None is in doubt."):  # fmt: skip
        assert expected in said


async def counted(browser: httpx.AsyncClient, path: str) -> str:
    """What the page says once it has counted: on a busy machine it does not wait for that."""

    async def look() -> str | None:
        said = text_of(await browser.get(path))
        return None if "being counted" in said else said

    found: str = await until(look, seconds=30)
    return found


async def test_nothing_to_count_is_said(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    said = await counted(browser, "/texts?last=nix")
    assert "No text's fate changed in the last week." in said
    assert "The carrier gave no code" in said


async def test_of_two_operators_one_settles_it_and_the_other_is_told(ready: Desks, served: ConsoleStack) -> None:
    intent = in_doubt(served)
    said = await press(ready.ana, f"/texts/{intent}/settle", carrier="has-it-not", reason="not in its list")
    assert said == ("good", "done notice of c-1: not sent.")
    (row,) = served.execute("SELECT doc FROM notifier.intake")
    assert json.loads(row["doc"])["status"] == "failed"
    (asked,) = served.execute(
        "SELECT by, why, outcome FROM notifier_published.operations WHERE by <> 'before-the-test'"
    )
    assert asked == {"by": "ana", "why": "not in its list", "outcome": "done"}
    tone, told = await press(ready.ben, f"/texts/{intent}/settle", carrier="has-it", reason="it is there after all")
    assert tone == "bad"
    assert "ana settled it" in told
    assert len(served.execute("SELECT doc FROM notifier.intake")) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"carrier": "has-it"}, "A reason is one line"),
        ({"carrier": "has-it", "reason": "a\nb"}, "A reason is one line"),
        ({"reason": "seen there"}, "Say what the carrier's own console shows"),
        ({"carrier": "perhaps", "reason": "seen there"}, "Say what the carrier's own console shows"),
    ],
)
async def test_a_form_that_says_too_little_does_nothing(
    ready: Desks, served: ConsoleStack, fields: dict[str, str], told: str
) -> None:
    tone, said = await press(ready.ana, f"/texts/{in_doubt(served)}/settle", **fields)
    assert (tone, told in said) == ("bad", True)
    assert served.execute("SELECT * FROM notifier_published.operations WHERE by <> 'before-the-test'") == []


async def test_a_text_that_is_not_in_doubt_can_not_be_settled(ready: Desks, served: ConsoleStack) -> None:
    tone, said = await press(ready.ana, f"/texts/{uuid4()}/settle", carrier="has-it", reason="seen there")
    assert (tone, "No text is in doubt" in said) == ("bad", True)
    assert (await ready.ana.get(f"/texts/{uuid4()}/settle")).status_code == 405
    assert (await ready.ana.post("/texts/nix/settle")).status_code == 404
