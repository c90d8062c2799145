"""While replicas of the former version run too, nothing is said or stored that they could not read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from services.scheduler.bootstrap import RECIPE, machine
from services.scheduler.core.formats import OLDEST
from services.scheduler.core.ids import check_code
from services.scheduler.core.state import Agreed, Asking, ClosedVisit
from shared.contracts.texts import Meaning, NamedTime, TextRequested
from shared.policy import load_pack
from shared.privacy.master import MasterKeys
from shared.runtime.machine import as_json

from . import stages
from .events import HOUR, NOW, RULES, VISIT, chose, departed, notice_delivered, quoted, reply, uncrewed
from .given import Scenario, rings, until
from .stages import START

PERMITTED = (*stages.UNTOLD, notice_delivered(at=NOW + HOUR))
FORMER_KINDS = {"offer", "no-slots", "notice", "reminder", "visit-cancelled", "visit-held"}
FORMER_ASKING = {"visit", "tally", "offers", "quote_by", "tries", "around", "not_before", "kind"}
FORMER_AGREED = {"visit", "tally", "offers", "agreement", "crew", "receipt_by", "kind"}


def beside(*inputs: Any) -> Scenario:
    """A life in which every text that is asked for is one that the former version knows."""
    life = Scenario(rules=replace(RULES, format=OLDEST))
    for said in inputs:
        hears(life, said)
        assert life.decision.accepted, life.decision
    return life


def hears(life: Scenario, said: Any) -> Scenario:
    life.when(said)
    assert set(life.texts()) <= FORMER_KINDS
    assert life.case.heard_at is None
    return life


def test_what_was_chosen_is_not_said_back() -> None:
    assert hears(beside(*stages.DELIVERED), chose(1)).then("slot-chosen").texts() == []


def test_who_has_the_code_hears_who_comes_in_the_words_of_the_notice() -> None:
    code = check_code(RULES.code_key, VISIT, 1)
    for asked in (code, "000000"):
        life = hears(beside(*stages.UNTOLD), reply(Meaning(kind="who", confidence=0.99, code=asked)))
        assert life.then_nothing("who-comes").texts() == ["notice"]


def test_a_visit_that_we_move_is_said_to_be_held() -> None:
    assert hears(beside(*stages.UNTOLD), rings("notice-deadline")).texts() == ["visit-held"]
    assert hears(beside(*stages.BOOKING), uncrewed()).then("slot-gone").texts() == ["visit-held"]


def test_nobody_hears_that_the_crew_is_on_its_way() -> None:
    ready = beside(*PERMITTED, rings("remind"), rings("last-look"), until(START - HOUR))
    assert hears(ready, departed(START - HOUR)).then("crew-departed").texts() == []


def test_a_window_of_which_nobody_reports_ends_the_visit() -> None:
    life = beside(*PERMITTED, rings("remind"), rings("last-look"))
    hears(life, rings("outcome-overdue")).then("no-report", ClosedVisit)


def test_a_former_version_that_knows_them_hears_the_courtesies_and_keeps_the_newest_answer() -> None:
    life = Scenario(rules=replace(RULES, format=3))
    for said in (*stages.DELIVERED, chose(1)):
        life.when(said)
    assert life.then("slot-chosen").texts() == ["agreed"]
    assert life.case.heard_at is not None


def test_why_other_windows_are_offered_is_not_said_and_not_stored() -> None:
    for former in (OLDEST, 3):
        life = Scenario(rules=replace(RULES, format=former))
        night = Meaning(kind="other-time", confidence=0.9, named=NamedTime(hours=("23:00-23:00",)))
        for said in (*stages.DELIVERED, reply(night)):
            life.when(said)
        life.then("other-time", Asking)
        assert json.loads(as_json(life.case))["stage"].keys() == FORMER_ASKING
        life.when(quoted(ask=2)).then("slots-offered")
        assert life.told(TextRequested).wording.closed is None


def test_notice_of_a_crew_is_given_as_soon_as_it_is_known() -> None:
    for former in (OLDEST, 4):
        life = Scenario(rules=replace(RULES, format=former))
        for said in stages.UNTOLD:
            life.when(said)
        assert life.then("crew-assigned", Agreed).texts() == ["notice"]
        assert json.loads(as_json(life.case))["stage"].keys() == FORMER_AGREED
        assert "notice_at" not in json.loads(as_json(life.decision.changes[0]))


def test_it_stores_in_the_former_format_and_in_the_new_one_by_itself() -> None:
    def format_of(**more: Any) -> int:
        return machine(load_pack("default"), MasterKeys.of(b"k" * 32), **more).format

    assert (format_of(format=2), format_of()) == (2, 5)
    assert (RECIPE.formats.oldest, RECIPE.formats.newest) == (2, 5)
