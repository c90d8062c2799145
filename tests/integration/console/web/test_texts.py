"""The page of texts on the notifier's tables, and an operator's word on one that is in doubt."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_switches_texts_lag_tail import in_doubt
from .asking import press, text_of
from .conftest import NOBODY, Desks, sandbox_of


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


async def test_the_page_now_counts_a_text_once_by_what_became_of_it(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    in_doubt(tables)
    tables.execute("UPDATE notifier.texts SET moved_at = now()")

    async def said(word: str) -> bool:
        return word in text_of(await browser.get("/"))

    await until(lambda: said("0 sent, 0 failed, 1 in doubt in 60 min"))
    tables.execute("UPDATE notifier.texts SET status = 'delivered'")
    await until(lambda: said("1 sent, 0 failed, 0 in doubt in 60 min"))
    tables.execute("UPDATE notifier.texts SET moved_at = now() - interval '2 hours'")
    await until(lambda: said("no text in the last 60 min"))


async def test_segments_and_what_the_carrier_billed_are_shown_by_kind(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    for _ in range(4):
        in_doubt(tables)
    tables.execute("UPDATE notifier.texts SET status = 'delivered', segments = 1, encoding = 'GSM-7', moved_at = now()")
    said = await counted(browser, "/texts?last=day")
    for expected in (
        "Segments of texts that the carrier passed on",
        "notice 4 4 1.00 0.0 % 0.0 %",
        "What they cost: set DOORSTEP_SEGMENT_PRICE",
    ):
        assert expected in said
    tables.execute(
        "UPDATE notifier.texts SET kind = 'offer', segments = 3, carrier_segments = 2, encoding = 'UCS-2',"
        " price = 0.0150, price_unit = 'USD' WHERE intent IN (SELECT intent FROM notifier.texts LIMIT 1)"
    )
    said = await counted(browser, "/texts?last=hour")
    for expected in (
        "Segments and cost", "notice 3 3 1.00 0.0 % 0.0 %", "offer 1 2 2.00 100.0 % 100.0 % 0.02 USD",
        "all 4 5 1.25 25.0 % 25.0 % 0.02 USD", "price of 1 of 4 texts", "counted 1 of them otherwise",
    ):  # fmt: skip
        assert expected in said


async def test_a_price_of_a_segment_makes_an_estimate(tables: ConsoleStack, jars: Path) -> None:
    in_doubt(tables)
    tables.execute("UPDATE notifier.texts SET status = 'sent', segments = 2, encoding = 'GSM-7', moved_at = now()")
    async with sandbox_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY, DOORSTEP_SEGMENT_PRICE="0.0395 EUR") as client:
        said = await counted(client, "/texts")
    for expected in ("notice 1 2 2.00 100.0 % 0.0 % ≈ 0.08 EUR", "Estimated at 0.0395 EUR a segment."):
        assert expected in said


async def test_texts_of_before_segments_were_kept_are_said_and_not_counted(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    in_doubt(tables)
    tables.execute("UPDATE notifier.texts SET status = 'delivered', moved_at = now()")
    said = await counted(browser, "/texts?last=month")
    assert "No text that the carrier bills" in said
    assert "1 more was posted before segments were kept, and is not in here." in said


async def counted(browser: httpx.AsyncClient, path: str) -> str:
    """What the page says once it has counted: on a busy machine it does not wait for that."""

    async def look() -> str | None:
        said = text_of(await browser.get(path))
        return None if "being counted" in said else said

    found: str = await until(look)
    return found


async def test_nothing_to_count_is_said(browser: httpx.AsyncClient, tables: ConsoleStack) -> None:
    said = await counted(browser, "/texts")
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


async def test_a_form_that_says_too_little_does_nothing(ready: Desks, served: ConsoleStack) -> None:
    doubted = in_doubt(served)
    for fields, told in (
        ({"carrier": "has-it"}, "A reason is one line"),
        ({"carrier": "has-it", "reason": "a\nb"}, "A reason is one line"),
        ({"reason": "seen there"}, "Say what the carrier's own console shows"),
        ({"carrier": "perhaps", "reason": "seen there"}, "Say what the carrier's own console shows"),
    ):
        tone, said = await press(ready.ana, f"/texts/{doubted}/settle", **fields)
        assert (tone, told in said) == ("bad", True), fields
        assert served.execute("SELECT * FROM notifier_published.operations WHERE by <> 'before-the-test'") == []


async def test_a_text_that_is_not_in_doubt_can_not_be_settled(ready: Desks, served: ConsoleStack) -> None:
    tone, said = await press(ready.ana, f"/texts/{uuid4()}/settle", carrier="has-it", reason="seen there")
    assert (tone, "No text is in doubt" in said) == ("bad", True)
    assert (await ready.ana.get(f"/texts/{uuid4()}/settle")).status_code == 405
    assert (await ready.ana.post("/texts/nix/settle")).status_code == 404
