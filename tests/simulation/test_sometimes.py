"""An idle campaign can't pass: what has to happen is listed, and a lack of it is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.notifier.bootstrap import SERVICE as NOTIFIER

from .borrowers import CORRECTIONS
from .corrections import KINDS
from .rates import A_CALL, A_DELIVERY, A_POST, A_REPORT, A_SPELL, A_TURN
from .reasons import reasons
from .sometimes import FIRST, PER, floors, listed, missing, reached, seldom


def test_every_fault_of_the_table_has_a_floor() -> None:
    wanted = {f"fault: {name}" for name in (*A_CALL, *A_TURN)}
    wanted |= {f"post: {name}" for name in A_POST} | {f"delivery: {name}" for name in A_DELIVERY}
    wanted |= {f"report: {name}" for name in A_REPORT} | {f"spell: {name}" for name in A_SPELL}
    wanted |= {f"staff corrects: {name}" for name in KINDS}
    wanted |= {f"bank corrects: {name}" for name in CORRECTIONS}
    assert wanted <= set(floors())


def test_both_outcomes_of_each_race_have_a_floor() -> None:
    races = ("race: the answer beat the timer", "race: the timer beat the answer")
    assert set(races) <= set(floors())


def test_what_appointments_promise_happens_in_earnest() -> None:
    promised = (
        "counter-proposal agreed", "scheduler: code-right", "scheduler: code-unknown", "crew too late for its window",
        "scheduler: window-missed", "scheduler: who-comes", "closed hour wished for and heard why",
        "closed day wished for and heard why",
    )  # fmt: skip
    assert {name: floors().get(name, 0) for name in promised if floors().get(name, 0) < 1} == {}


def test_a_campaign_in_which_nothing_happens_is_told_so() -> None:
    assert len(missing({}, PER)) == len([floor for floor in floors().values() if floor >= 8])


def test_a_small_campaign_is_not_blamed_for_chance() -> None:
    name = next(name for name, floor in floors().items() if 80 <= floor < 160)
    all_but_one = dict.fromkeys(floors(), 10**6) | {name: 0}
    (line,) = missing(all_but_one, PER // 5)
    assert line.startswith(f"{name}: 0 times")
    assert missing(all_but_one, PER // 10) == []


def test_a_floor_is_a_quarter_of_what_its_seeds_reached_and_what_they_hardly_reached_is_told() -> None:
    lines = listed({"often": 43, "once": 1, "twice": 2}).splitlines()
    assert {"11 often", "1 once", "1 twice"} <= set(lines)
    assert {f"0 {reason}" for reason in reasons()} <= set(lines), "the list is whole"
    assert seldom({"often": 43, "twice": 2, "once": 1}) == ["1 once", "2 twice"]


def test_floors_go_by_no_other_seeds_than_theirs(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"start": 0, "seeds": PER, "seen": {}}), encoding="utf-8")
    with pytest.raises(SystemExit, match=f"--start {FIRST} --seeds {PER}"):
        reached([str(report)])


def test_a_campaign_in_which_all_happens_is_content() -> None:
    assert missing(dict.fromkeys(floors(), 10**6), PER) == []
    assert any(name.startswith(f"{NOTIFIER}: ") for name in floors())


def test_every_reason_that_a_core_can_give_is_on_the_list() -> None:
    assert reasons() - set(floors()) == set()
