"""What a change did once it does for ever: rules of today have no say in the folding of a history."""

from __future__ import annotations

import json
from functools import reduce
from typing import Any, get_args, get_type_hints

import pytest

from services.notifier.core import authority
from services.notifier.core.changes import (
    CHANGES,
    FORMER,
    BalanceChanged,
    BrakeReleased,
    Change,
    ClosureReported,
    DetailsChanged,
    FactNoted,
    RecordsUnread,
    ReplyClear,
    ReplyUnclear,
    TextStatusChanged,
)
from services.notifier.core.evolve import evolve
from services.notifier.core.known_person import known_person
from services.notifier.core.state import initial
from shared.runtime.machine import as_json

from .events import CASE, NOW, closes, disputes, intent, overdue, pays, person, replies
from .given import Input, given

LIVES: dict[str, list[Input]] = {
    "a courtesy waits when a brake is put on": [overdue(), replies("I lost my job"), disputes()],
    "a courtesy waits when the loan is paid": [overdue(), replies("I lost my job"), pays(0)],
    "a farewell waits when the bank closes it": [overdue(), replies("STOP"), closes()],
}


def changes_of(inputs: list[Input]) -> list[bytes]:
    life, written = given(), []
    for input in inputs:
        written += [as_json(change) for change in life.when(input).decision.changes]
    return written


@pytest.mark.parametrize("inputs", LIVES.values(), ids=LIVES)
def test_a_history_folds_to_the_same_state_whichever_texts_outlive_a_brake_today(
    inputs: list[Input], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = changes_of(inputs)
    then = given(*inputs).state
    monkeypatch.setattr(authority, "COURTESIES", frozenset())
    monkeypatch.setattr(authority, "FAREWELLS", frozenset())
    read: list[Change] = [CHANGES.validate_json(each) for each in written]
    assert reduce(evolve, read, initial(CASE)) == then


def test_a_brake_of_before_changes_named_texts_withdraws_what_it_withdrew_then(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = LIVES["a courtesy waits when a brake is put on"]
    then = given(*inputs).state
    former = [
        {key: value for key, value in json.loads(each).items() if key != "withdrawn"} for each in changes_of(inputs)
    ]
    monkeypatch.setattr(authority, "COURTESIES", frozenset())
    read: list[Change] = [CHANGES.validate_json(json.dumps(each)) for each in former]
    assert reduce(evolve, read, initial(CASE)) == then


FORMER_CHANGES: list[tuple[dict[str, Any], Change]] = [
    ({"kind": "owes", "amount": None, "time": NOW}, BalanceChanged(None, NOW)),
    ({"kind": "shut", "cause": "sold", "time": NOW}, ClosureReported("sold", NOW)),
    ({"kind": "heard", "family": "plan", "time": NOW}, FactNoted("plan", NOW)),
    ({"kind": "unread", "letters": []}, RecordsUnread(())),
    ({"kind": "puzzled", "time": NOW}, ReplyUnclear(NOW)),
    ({"kind": "explained", "time": NOW}, ReplyClear(NOW)),
    ({"kind": "released", "cause": "hold"}, BrakeReleased("hold")),
    (
        {"kind": "corrected", "person": person().model_dump(mode="json"), "time": NOW},
        DetailsChanged(known_person(person()), NOW),
    ),
    ({"kind": "text-moved", "intent": intent(), "status": "sent", "at": NOW}, TextStatusChanged(intent(), "sent", NOW)),
]


@pytest.mark.parametrize(("former", "today"), FORMER_CHANGES, ids=[former["kind"] for former, _ in FORMER_CHANGES])
def test_a_change_is_read_under_its_former_name(former: dict[str, Any], today: Change) -> None:
    assert CHANGES.validate_json(json.dumps(former, default=str)) == today


def test_former_names_of_changes_stand_for_kinds_of_today() -> None:
    kinds = {get_args(get_type_hints(kind)["kind"])[0] for kind in get_args(Change)}
    assert set(FORMER.values()) <= kinds
    assert not set(FORMER) & kinds
