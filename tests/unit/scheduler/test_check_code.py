"""A borrower texts the code that somebody at the door says, and hears whether they are ours."""

from __future__ import annotations

from typing import Any

import pytest

from services.scheduler.core.ids import check_code, notice_intent
from shared.contracts.envelope import Event
from shared.contracts.texts import Meaning, TextDelivered, TextRequested

from . import stages
from .events import RULES, SLOTS, VISIT, crewed, notice_delivered, reply, text, withdrawn
from .given import Scenario, given

WITH_CREW = [stages.AGREED, stages.IN_DOUBT, stages.PERMITTED, stages.DEPARTED]


def code(version: int = 1) -> str:
    return check_code(RULES.code_key, VISIT, version)


def asks(about: str, kind: str = "notice") -> Event:
    meaning = Meaning(kind="who", confidence=0.9, code=about)
    return reply(meaning, kind=kind, question=notice_intent(VISIT, 1))


@pytest.mark.parametrize("history", WITH_CREW)
def test_who_has_the_code_hears_who_comes_and_when(history: tuple[Any, ...]) -> None:
    life = given(*history).when(asks(code())).then_nothing("code-right")
    answer = life.told(TextRequested)
    assert (answer.kind, answer.on_failure, answer.wording.window) == ("who-comes", "drop", SLOTS[0].window)
    assert [member.collector for member in answer.wording.crew] == ["c-1", "c-2"]
    assert answer.wording.check_code is None


def refused(life: Scenario, about: str) -> Any:
    life.when(asks(about)).then_nothing("code-unknown")
    answer = life.told(TextRequested)
    assert (answer.kind, answer.wording.window, answer.wording.crew) == ("code-unknown", None, ())
    return answer


@pytest.mark.parametrize("about", ["000000", code(2), code()[:5], code() + "1"])
def test_any_other_code_is_none_of_ours_and_nobody_is_named(about: str) -> None:
    refused(given(*stages.PERMITTED), about)


def test_every_wrong_code_gets_the_same_answer_whatever_is_wrong_with_it() -> None:
    made_up = refused(given(*stages.PERMITTED), "000000")
    of_the_former_crew = refused(given(*stages.PERMITTED, crewed("c-1", "c-3", number=2)), code(1))
    nobody_comes_yet = refused(given(*stages.DELIVERED), code(1))
    assert made_up.wording == of_the_former_crew.wording == nobody_comes_yet.wording


def test_the_code_of_the_newest_crew_counts() -> None:
    life = given(*stages.PERMITTED, crewed("c-1", "c-3", number=2), notice_delivered(2))
    life.when(asks(code(2))).then_nothing("code-right")
    assert [member.collector for member in life.told(TextRequested).wording.crew] == ["c-1", "c-3"]


def test_a_code_of_a_visit_that_is_over_tells_nothing() -> None:
    life = given(*stages.PERMITTED, withdrawn("paid")).when(asks(code())).then_nothing("already-closed")
    assert life.texts() == []


def test_somebody_who_must_not_be_texted_hears_nothing() -> None:
    life = given(*stages.PERMITTED, withdrawn("opted-out")).when(asks(code())).then_nothing("braked")
    assert life.texts() == []


def test_a_code_beside_a_stop_is_a_stop() -> None:
    both = reply(Meaning(kind="who", confidence=0.9, code=code()), Meaning(kind="opt-out", confidence=1))
    given(*stages.PERMITTED).when(both).then_nothing("left-to-notifier")


def test_its_receipt_permits_nothing() -> None:
    life = given(*stages.AGREED).when(asks(code()))
    told = life.told(TextRequested).intent
    life.when(text(TextDelivered, "notice", 1, intent=told)).then_nothing("not-our-text")
