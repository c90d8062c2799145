"""Why no visit is asked for, and whether a window leaves the caps whole."""

from __future__ import annotations

from datetime import timedelta

from services.notifier.core.ledger import Contact
from services.notifier.core.state import initial
from services.notifier.core.why_no_visit import why_no_visit
from services.notifier.core.why_not_slot import why_not_slot
from shared.contracts.why_not import WhyNotAnswer

from .events import CASE, NOW, VISIT, disputes, overdue, pays, window
from .given import Scenario, delivered, given, until
from .why_not import context, in_the_way, met_from, no_visit, text_of

DAY = timedelta(days=1)


def failed(life: Scenario) -> bool:
    return sum(text.asks and text.status == "delivered" for text in life.texts) >= 3


def slot(life: Scenario, ahead: timedelta) -> WhyNotAnswer:
    (answer,) = why_not_slot(window(life.at + ahead), life.state, context(life), life.timers)
    return answer


def test_while_texting_goes_on_every_line_of_the_gate_is_told_all_the_same() -> None:
    answer = no_visit(given(overdue(), delivered("reminder-early")))
    assert in_the_way(answer) == ["not-yet", "long-overdue", "texting-tried", "silence"]
    assert met_from(answer, "silence") == NOW + 7 * DAY
    assert not answer.happens


def test_a_reminder_that_waits_is_in_the_way_too() -> None:
    assert in_the_way(no_visit(given(overdue(70))))[0] == "text-under-way"


def test_when_the_gate_is_met_but_for_the_silence_that_alone_is_told() -> None:
    life = given(overdue(70), until(failed))
    answer = no_visit(life)
    assert (answer.code, in_the_way(answer)) == ("gate-closed", ["silence"])
    assert met_from(answer, "silence") == life.at + 7 * DAY
    assert answer.again_at == life.timers["look"]


def test_when_everything_is_met_a_visit_is_asked_for() -> None:
    life = given(overdue(70), until(failed))
    life.at += 8 * DAY
    answer = no_visit(life)
    assert (answer.happens, answer.code, in_the_way(answer)) == (True, "visit-requested", [])
    life.stopped = frozenset({"visiting:all"})
    assert in_the_way(no_visit(life)) == ["switch"]
    life.stopped = frozenset({"deaf:loans since 2026-11-24 10:00 UTC"})
    answer = no_visit(life)
    assert (answer.code, in_the_way(answer)) == ("deaf", ["deaf"])


def test_an_opt_out_that_another_case_heard_is_told_as_one() -> None:
    life = given(overdue(70), until(failed))
    life.suppressed[""] = True
    assert text_of(no_visit(life), "not-suppressed") == "the borrower opted out"


def test_what_is_closed_held_or_under_way_is_told_first() -> None:
    closed = no_visit(given(overdue(70), pays(0)))
    assert (closed.code, in_the_way(closed)[0]) == ("already-closed", "case-closed")
    life = given(overdue(70), disputes())
    assert in_the_way(no_visit(life))[0] == "braked"
    visiting = no_visit(given(overdue(70), until(lambda life: life.decision.reason == "visit-requested")))
    assert in_the_way(visiting) == ["visit-under-way"]


def test_a_case_of_which_nothing_is_overdue_waits_for_that() -> None:
    (answer,) = why_no_visit(initial(CASE), context(given(overdue())), {})
    assert in_the_way(answer) == ["waits-for-overdue"]


def test_a_window_is_weighed_by_the_caps_for_visits() -> None:
    life = given(overdue(70), until(lambda life: life.decision.reason == "visit-requested"))
    assert (slot(life, 6 * DAY).happens, slot(life, 6 * DAY).code) == (True, "within-caps")
    life.contacts["v-before"] = Contact("v-before", "case-2", "visit", life.at - 10 * DAY, True)
    answer = slot(life, 6 * DAY)
    assert (answer.happens, answer.code) == (False, "visit-over-cap")
    begins = met_from(answer, "visit-over-cap")
    assert begins is not None
    assert slot(life, begins - life.at).happens
    # The place that the open visit itself has does not stand in its way.
    life.contacts = {VISIT: Contact(VISIT, CASE, "visit", life.at + 5 * DAY, True)}
    assert slot(life, 6 * DAY).happens


def test_nobody_says_anything_about_a_window_whose_person_is_unknown_or_being_decided_on() -> None:
    life = given(overdue())
    life.busy = True
    assert slot(life, DAY).code == "ledger-busy"
    assert in_the_way(no_visit(life))[-1] == "ledger-busy"
    assert why_not_slot(window(NOW), initial(CASE), context(life), {})[0].code == "ledger-busy"
