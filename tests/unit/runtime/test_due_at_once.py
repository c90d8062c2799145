"""Which timers fire in the transaction that sets them: not where something is written that their look-up may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import pytest

from shared.decision import Row, TimerDue
from shared.privacy.master import MasterKeys
from shared.runtime.machine import AtOnce
from shared.runtime.ports import IntakeRow, SwitchRow
from shared.runtime.steps.at_once import due_at_once
from shared.runtime.steps.decision_batch import DecisionBatch
from tests.integration.runtime.toy import MACHINE

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
RULES = AtOnce(frozenset({"wake"}), beside=frozenset({"beside"}))


@dataclass(frozen=True)
class Beside(Row):
    statement: ClassVar[str] = "beside"


@dataclass(frozen=True)
class Read(Row):
    statement: ClassVar[str] = "read"


def batch(rules: AtOnce | None = RULES, **timers: datetime) -> DecisionBatch:
    made = DecisionBatch(replace(MACHINE, at_once=rules), MasterKeys.of(b"k" * 32), NOON, {}, set(), frozenset())
    made.writes.timers_set = {("case-1", kind.replace("_", ":")): due for kind, due in timers.items()}
    return made


def test_of_several_timers_those_that_are_due_and_may_fire_at_once_do() -> None:
    later = NOON + timedelta(seconds=1)
    made = batch(wake_1=NOON, wake_2=later, other=NOON)
    assert [(pending.aggregate, pending.came) for pending in due_at_once(made)] == [
        ("case-1", TimerDue("wake:1", NOON))
    ]


def test_they_fire_in_the_order_in_which_they_are_due() -> None:
    soon = NOON - timedelta(seconds=1)
    made = batch()
    made.writes.timers_set = {("case-1", "wake"): NOON, ("case-3", "wake"): soon, ("case-2", "wake"): soon}
    assert [pending.aggregate for pending in due_at_once(made)] == ["case-2", "case-3", "case-1"]


def test_beside_rows_that_no_look_up_reads_they_fire() -> None:
    made = batch(wake=NOON)
    made.writes.rows = [Beside()]
    assert due_at_once(made)


@pytest.mark.parametrize(
    "what",
    [
        {"rows": [Beside(), Read()]},
        {"switches": [SwitchRow("sending", "all", True, "x", NOON)]},
        {"intake": [IntakeRow(uuid4(), "case-1", NOON, b"{}")]},
        {"dead": [object()]},
    ],
)
def test_beside_what_they_may_have_to_heed_they_wait_for_the_next_transaction(what: dict[str, list[object]]) -> None:
    made = batch(wake=NOON)
    for name, rows in what.items():
        setattr(made.writes, name, rows)
    assert not due_at_once(made)


def test_of_a_case_that_was_set_aside_none_fires() -> None:
    made = batch(wake=NOON)
    made.parked.add("case-1")
    assert not due_at_once(made)


def test_a_machine_that_says_nothing_of_it_has_none() -> None:
    assert not due_at_once(batch(None, wake=NOON))
