"""The journey that `docs/follow-one-case.md` is drawn from: whole, and decided by functions that the page can name."""

from __future__ import annotations

import json
import re
from zoneinfo import ZoneInfo

from docs.generate.one_case import page
from shared.contracts.loans import LoanOverdue
from shared.policy import load_pack

from .journey.steps import FILE, DecidedStep, decided

ROWS = re.compile(r"\((\d+) rows\)")


def steps() -> list[DecidedStep]:
    return decided(json.loads(FILE.read_text("utf-8")))


def test_the_journey_passes_all_three_services_from_the_first_reminder_to_the_thanks() -> None:
    told = iter([(each.step.service, each.decision.reason) for each in steps()])
    for turn in (
        ("notifier", "overdue"), ("notifier", "reminder-due"), ("notifier", "visit-requested"),
        ("scheduler", "slots-asked"), ("router", "slots-quoted"), ("scheduler", "slots-offered"),
        ("notifier", "answered-slot"), ("scheduler", "slot-chosen"), ("router", "crew-assigned"),
        ("scheduler", "crew-assigned"), ("notifier", "text-delivered"), ("scheduler", "notice-given"),
        ("notifier", "text-delivered"), ("scheduler", "permit-complete"),
        ("router", "under-way"), ("notifier", "outcome-paid"), ("notifier", "paid"), ("notifier", "text-delivered"),
    ):  # fmt: skip
        assert turn in told  # and after the turn before it


def test_reminders_go_out_on_the_days_of_the_default_pack() -> None:
    (overdue,) = (each.step.told for each in steps() if isinstance(each.step.told, LoanOverdue))
    zone = ZoneInfo(overdue.data.person.zone)
    claimed = [
        (each.step.at.astimezone(zone).date() - overdue.data.due_since).days
        for each in steps()
        if each.decision.reason == "text-allowed" and "reminder-" in each.decision.why
    ]
    assert claimed == [step.dpd for step in load_pack("default").written.cadence.steps.value]


def test_times_are_the_borrower_s_and_the_change_of_the_clocks_is_named() -> None:
    told = page()
    assert "Europe/Lisbon: UTC+01:00, from Sunday 25 October UTC+00:00." in told
    assert told.count("Europe/Lisbon: ") == 1
    assert "UTC |" not in told
    assert "| 09:00:00 notifier | timer `look` |" in told.partition("### Monday 19 October 2026")[2].partition("###")[0]


def test_every_step_has_a_row_or_is_counted_where_it_is_folded_or_left_out() -> None:
    lines = page().splitlines()
    rows = [line for line in lines if line.startswith("| ") and line[2:4].isdigit()]
    folded = [int(n) for line in lines if line.startswith("The same again, folded: ") for n in ROWS.findall(line)]
    left_out = [int(n) for line in lines if line.startswith("Left out: ") for n in re.findall(r"\((\d+)\)", line)]
    assert folded
    assert len(rows) + sum(folded) + sum(left_out) == len(steps())


def test_every_row_names_a_function_that_a_reader_can_open() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| ") and line[2:4].isdigit()]
    assert all("](../services/" in row for row in rows)
