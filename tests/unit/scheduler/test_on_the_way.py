"""The crew has set out: the borrower hears so, as long as it is news and true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.scheduler.core.ids import text_intent
from services.scheduler.core.state import Permitted
from shared.contracts.texts import TextRequested

from . import stages
from .events import HOUR, VISIT, arrived, crewed, departed, ended, uncrewed, wished, withdrawn
from .given import given, rings, until
from .stages import END, START

READY = (*stages.PERMITTED, rings("remind"), rings("last-look"))
SETS_OUT = START - timedelta(minutes=25)
ON_THE_WAY = text_intent(VISIT, "on-the-way", 1)


def test_the_borrower_hears_that_the_crew_is_on_its_way() -> None:
    life = given(*READY, until(SETS_OUT)).when(departed(SETS_OUT)).then("crew-departed", Permitted)
    text = life.told(TextRequested)
    assert (text.kind, text.intent, text.on_failure, text.not_after) == ("on-the-way", ON_THE_WAY, "drop", END)
    assert [member.collector for member in text.wording.crew] == ["c-1", "c-2"]
    assert len(text.wording.check_code) == 6
    assert text.wording.window is None


def test_it_is_said_once() -> None:
    life = given(*READY, until(SETS_OUT), departed(SETS_OUT)).when(departed(SETS_OUT + timedelta(minutes=5)))
    assert life.then("crew-departed", Permitted).texts() == []


def test_nobody_hears_of_it_when_it_is_no_news_any_more() -> None:
    there = given(*READY, until(START + HOUR), arrived(START + HOUR)).when(departed(SETS_OUT))
    assert there.then("crew-departed", Permitted).texts() == []
    over = given(*READY, until(END)).when(departed(SETS_OUT))
    assert over.then("crew-departed", Permitted).texts() == []


GIVEN_UP = [withdrawn("paid"), withdrawn("opted-out"), wished(), uncrewed(), crewed("c-1", "c-3", number=2)]


@pytest.mark.parametrize("gives_up", GIVEN_UP)
def test_it_is_withdrawn_when_it_is_not_true_any_more(gives_up: Any) -> None:
    life = given(*READY, until(SETS_OUT), departed(SETS_OUT)).when(gives_up)
    assert life.decision.accepted
    assert ON_THE_WAY in life.withdraws()
    before = given(*READY, until(SETS_OUT)).when(gives_up)
    assert ON_THE_WAY not in before.withdraws()


def test_what_was_true_is_left_alone() -> None:
    assert ON_THE_WAY not in given(*stages.ARRIVED).when(ended("paid", START + HOUR)).withdraws()
    assert ON_THE_WAY not in given(*stages.ARRIVED).when(withdrawn("paid")).withdraws()
