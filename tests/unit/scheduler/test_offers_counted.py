"""`visit.offers_max` counts offers in a row that nobody answered; `wishes_max`, how often that begins anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.scheduler.core.state import Asking, ClosedVisit, HeldVisit, Offered
from shared.contracts.values import Slot

from . import stages
from .events import RULES, chose, offer_delivered, quoted, window, wished
from .given import Scenario, given, rings

DAY = timedelta(days=1)


def offered_again(life: Scenario) -> None:
    """The router answers with a window in five days, and the offer arrives."""
    tally = life.stage(Asking).tally
    at = life.at.replace(hour=10, minute=0) + 5 * DAY
    while RULES.calendar.rule_of("visit", window(at)) is None:
        at += DAY
    life.when(quoted((Slot(slot="s", window=window(at), detour_s=60),), ask=tally.asks)).then("slots-offered", Offered)
    life.when(offer_delivered(tally.offers + 1, at=life.at)).then("offer-delivered")


def test_a_late_answer_begins_the_count_of_unanswered_offers_anew() -> None:
    life = given(*stages.DELIVERED, rings("offer-expiry")).when(offered_again)
    life.when(chose(1, offer=1, at=life.at)).then("answered-late", Asking)
    assert "counted anew" in life.decision.why
    assert life.decision.rule.startswith("visit.offers_max")
    life.when(offered_again).when(rings("offer-expiry")).then("no-answer", Asking)
    life.when(offered_again).when(rings("offer-expiry")).then("no-answer", ClosedVisit)


@pytest.mark.parametrize("answer", ["late", "a wish"])
def test_however_often_somebody_answers_offers_come_to_an_end(answer: str) -> None:
    life, offers = given(*stages.DELIVERED), 1
    for _ in range(RULES.wishes_max + 1):
        life.when(rings("offer-expiry")).then("no-answer", Asking).when(offered_again)
        offers = life.stage(Offered).tally.offers
        late = chose(1, offer=offers - 1, at=life.at)
        life.when(late if answer == "late" else wished(life.at + 6 * DAY, offer=offers, received=life.at))
        if life.decision.reason != "many-wishes":
            life.when(offered_again)
    assert life.stage(HeldVisit).reason == "many-wishes"
    assert offers == RULES.unanswered_max * (RULES.wishes_max + 1)
