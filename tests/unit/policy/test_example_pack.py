"""A second jurisdiction: the pack of docs/policy.md, and the code there, do what the page says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from services.notifier.core.rules import rules_of
from services.router.bootstrap import machine as router
from services.scheduler.bootstrap import machine as scheduler
from shared.policy import NoPack, resolve
from shared.policy.pack import parse_pack
from shared.privacy.master import MasterKeys

PAGE = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```(\w+)\n(.*?)^```", PAGE)
TOML = next(block for language, block in BLOCKS if language == "toml")
PACK = parse_pack(TOML, "example.toml")
THIS_YEAR, NEXT_YEAR = PACK.on(date(2026, 12, 1)), PACK.on(date(2027, 1, 1))
LISBON = "Europe/Lisbon"


def test_what_a_pack_leaves_out_is_the_houses_and_says_so() -> None:
    house = resolve("default", date(2026, 12, 1))
    assert THIS_YEAR.visit.crew_size == house.visit.crew_size
    assert THIS_YEAR.visit.crew_size.pack == "default"
    assert THIS_YEAR.contact.windows[0].pack == "example"


def test_a_leaf_of_next_year_binds_next_year_and_a_draft_never() -> None:
    assert (THIS_YEAR.gate.dpd_min.value, THIS_YEAR.gate.dpd_min.pack) == (60, "default")
    assert (NEXT_YEAR.gate.dpd_min.value, NEXT_YEAR.gate.dpd_min.pack) == (90, "example")
    assert PACK.on(date(2031, 1, 1)).notice.lead_min.value == 1440


def test_texts_and_visits_have_hours_of_their_own() -> None:
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert PACK.calendar.next_open("text", LISBON, monday) == monday.replace(hour=10)
    assert PACK.calendar.next_open("visit", LISBON, monday) == monday.replace(hour=14) + timedelta(days=1)
    assert [leaf.value.end for leaf in PACK.calendar.hours("visit", date(2026, 12, 1))] == [time(18)]
    assert PACK.calendar.hours("text", date(2028, 3, 14)) == ()


def test_the_services_decide_under_it() -> None:
    keys = MasterKeys.of(b"k" * 32)
    assert rules_of(PACK, date(2027, 1, 1)).limits.gate.dpd_min.value == 90
    assert router(PACK).policy_version == scheduler(PACK, keys).policy_version == "example@2026.11.0"


@pytest.mark.parametrize("code", [block for language, block in BLOCKS if language == "python"])
def test_the_code_of_the_page_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "docs/policy.md", "exec"), {})
    assert capsys.readouterr().out


def test_leaves_that_contradict_each_other_on_a_later_day_are_refused_with_that_day() -> None:
    late = '{ value = 1, cite = "x y z", effective_from = 2027-01-01, status = "law" }'
    with pytest.raises(NoPack, match=r"example\.toml from 2027-01-01 on: visit.ahead_min_days leaves no time"):
        parse_pack(f"{TOML}\n[visit]\nahead_min_days = {late}", "example.toml")
