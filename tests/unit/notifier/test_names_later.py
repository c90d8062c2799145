"""What was agreed says on which day who comes is told; beside replicas that could not keep that, it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.notifier.core.formats import NAMES_LATER, OLDEST
from services.notifier.core.state import text_of

from .events import RULES, intent, overdue, wants_text
from .given import Scenario, given

DAY = date(2026, 11, 28)


def asked(format: int) -> Scenario:
    life = given(overdue())
    life.rules = replace(RULES, format=format)
    said = wants_text("agreed")
    wording = said.data.wording.model_copy(update={"names_on": DAY})
    return life.when(said.model_copy(update={"data": said.data.model_copy(update={"wording": wording})}))


@pytest.mark.parametrize(("format", "day"), [(NAMES_LATER, DAY), (NAMES_LATER - 1, None), (OLDEST, None)])
def test_the_day_is_kept_with_the_text_where_every_replica_can_keep_it(format: int, day: date | None) -> None:
    life = asked(format).then("text-requested")
    text = text_of(life.known.loan, intent(0))
    assert text is not None
    assert text.wording is not None
    assert text.wording.names_on == day
    assert text.wording.window is not None
