"""The journey that `docs/follow-one-case.md` is drawn from: whole, and decided by functions that the page can name."""

from __future__ import annotations

import json
import re

from docs.generate.one_case import page

from .journey.steps import FILE, DecidedStep, decided


def steps() -> list[DecidedStep]:
    return decided(json.loads(FILE.read_text("utf-8")))


def test_the_journey_passes_all_three_services_from_the_first_reminder_to_the_outcome() -> None:
    told = [(each.step.service, each.decision.reason) for each in steps()]
    for turn in (
        ("notifier", "overdue"), ("notifier", "visit-requested"), ("scheduler", "slots-asked"),
        ("router", "slots-quoted"), ("scheduler", "slot-chosen"), ("router", "crew-assigned"),
        ("scheduler", "permit-complete"), ("router", "visit-ended"), ("notifier", "outcome-dispute"),
    ):  # fmt: skip
        assert turn in told


def test_every_step_of_the_page_names_a_function_that_a_reader_can_open() -> None:
    lines = page().splitlines()
    rows = [line for line in lines if line.startswith("| ") and line[2:4].isdigit()]
    left_out = [int(n) for line in lines if line.startswith("Left out: ") for n in re.findall(r"\((\d+)\)", line)]
    assert len(rows) + sum(left_out) == len(steps())
    assert all("](../services/" in row for row in rows)
