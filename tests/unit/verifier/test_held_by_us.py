"""Cases that wait although nothing about their borrower says so."""

from dataclasses import replace

import pytest

from services.verifier.tables import TextRow
from services.verifier.verify import judge

from .test_table_consistency import tables_of
from .world import CASE, World, day, flawless


def codes(world: World, *causes: str, status: str = "delivered") -> list[str]:
    tables = tables_of(world)
    texts = {intent: replace(row, status=status if row.kind == "reminder-firm" else row.status)
             for intent, row in tables.texts.items()}  # fmt: skip
    held = replace(tables, held={CASE: causes} if causes else {}, texts=texts)
    found = judge(world.records, world.twin, world.sent, world.ended, held).findings
    return sorted({finding.code for finding in found if finding.kind == "held-by-us"})


def failed(code: int | None, status: str = "undelivered") -> World:
    world = flawless()
    world.text("t-9", "reminder-firm", day(2))
    world.twin = [row for row in world.twin if row.get("intent") != "t-9" or row.kind == "post"]
    world.carrier("status", day(2), sid="SM-t-9", intent="t-9", status=status, code=code)
    return world


@pytest.mark.parametrize(("code", "found"), [(30005, []), (30003, []), (30034, ["unreachable-because-of-us"])])
def test_only_what_the_carrier_says_of_the_number_makes_somebody_unreachable(code: int, found: list[str]) -> None:
    assert codes(failed(code), "unreachable") == found


def test_a_refusal_of_our_account_makes_nobody_unreachable() -> None:
    world = failed(None, "sent")
    world.carrier("refused", day(3), intent="t-9", code=21606, http=400)
    assert codes(world, "unreachable") == ["unreachable-because-of-us"]
    assert codes(world, "part-paid") == []


def test_receipts_that_are_there_are_asked_for() -> None:
    assert codes(flawless(), "unconfirmed") == ["receipt-not-asked-for"]


@pytest.mark.parametrize(("meaning", "found"), [("opt-out", ["machine-believed"]), ("unknown", [])])
def test_a_machine_means_nothing(meaning: str, found: list[str]) -> None:
    world = flawless()
    world.reply("SM-m", "machine", day(3))
    world.understood("SM-m", meaning, day(3))
    assert codes(world) == found


def test_what_the_carrier_has_does_not_stay_in_doubt() -> None:
    world = flawless()
    intent = next(row.get("intent") for row in world.twin if row.kind == "post")
    world.event("text.uncertain", day(2), intent=intent, kind="reminder-firm")
    tables = tables_of(world)
    rows = {**tables.texts, intent: TextRow(CASE, "reminder-firm", "uncertain", None)}
    found = judge(world.records, world.twin, world.sent, world.ended, replace(tables, texts=rows)).findings
    assert "text-left-in-doubt" in {finding.code for finding in found}
