"""Cases that wait although nothing about their borrower says so."""

from dataclasses import replace

import pytest

from services.verifier.tables import TextRow
from services.verifier.verify import judge

from .recorded_run import CASE, RecordedRun, day, flawless
from .test_table_consistency import tables_of


def codes(run: RecordedRun, *causes: str, status: str = "delivered") -> list[str]:
    tables = tables_of(run)
    texts = {intent: replace(row, status=status if row.kind == "reminder-firm" else row.status)
             for intent, row in tables.texts.items()}  # fmt: skip
    held = replace(tables, held={CASE: causes} if causes else {}, texts=texts)
    found = judge(run.records, run.twin, run.sent, run.ended, held).findings
    return sorted({finding.code for finding in found if finding.kind == "held-by-us"})


def failed(code: int | None, status: str = "undelivered") -> RecordedRun:
    run = flawless()
    run.text("t-9", "reminder-firm", day(2))
    run.twin = [row for row in run.twin if row.get("intent") != "t-9" or row.kind == "post"]
    run.carrier("status", day(2), sid="SM-t-9", intent="t-9", status=status, code=code)
    return run


@pytest.mark.parametrize(("code", "found"), [(30005, []), (30003, []), (30034, ["unreachable-because-of-us"])])
def test_only_what_the_carrier_says_of_the_number_makes_somebody_unreachable(code: int, found: list[str]) -> None:
    assert codes(failed(code), "unreachable") == found


def test_a_refusal_of_our_account_makes_nobody_unreachable() -> None:
    run = failed(None, "sent")
    run.carrier("refused", day(3), intent="t-9", code=21606, http=400)
    assert codes(run, "unreachable") == ["unreachable-because-of-us"]
    assert codes(run, "part-paid") == []


def test_receipts_that_are_there_are_asked_for() -> None:
    assert codes(flawless(), "unconfirmed") == ["receipt-not-asked-for"]


@pytest.mark.parametrize(("meaning", "found"), [("opt-out", ["machine-believed"]), ("unknown", [])])
def test_a_machine_means_nothing(meaning: str, found: list[str]) -> None:
    run = flawless()
    run.reply("SM-m", "machine", day(3))
    run.understood("SM-m", meaning, day(3))
    assert codes(run) == found


def test_what_the_carrier_has_does_not_stay_in_doubt() -> None:
    run = flawless()
    intent = next(row.get("intent") for row in run.twin if row.kind == "post")
    run.event("text.uncertain", day(2), intent=intent, kind="reminder-firm")
    tables = tables_of(run)
    rows = {**tables.texts, intent: TextRow(CASE, "reminder-firm", "uncertain", None)}
    found = judge(run.records, run.twin, run.sent, run.ended, replace(tables, texts=rows)).findings
    assert "text-left-in-doubt" in {finding.code for finding in found}
