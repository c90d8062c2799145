"""Why no text goes out: every rule is told and not only the first, each with its moment; what is over comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifier.core.ledger import Contact
from services.notifier.core.outage import Outage
from services.notifier.core.rules import rules_of
from services.notifier.core.state import initial
from services.notifier.core.why_no_text import why_no_text
from shared.policy.pack import parse_pack
from tests.unit.policy.packs import DEFAULT

from .events import (
    CASE,
    NOW,
    PHONE_HASH,
    disputes,
    held,
    overdue,
    pays,
    person,
    replies,
    signs_plan,
    wants_text,
)
from .given import Scenario, asks, delivered, given, until
from .why_not import context, in_the_way, met_from, no_text, text_of

SUNDAY = datetime(2026, 11, 29, 11, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def one(life: Scenario, outage: Outage | None = None) -> Any:
    (answer,) = no_text(life, outage)
    return answer


def texted(life: Scenario, *ago: timedelta, case: str = "case-2") -> Scenario:
    for number, each in enumerate(ago):
        life.contacts[f"c{number}"] = Contact(f"c{number}", case, "text", life.at - each, True)
    return life


def test_a_reminder_that_is_due_goes_out_and_nothing_is_in_the_way() -> None:
    answer = one(given(overdue()))
    assert (answer.about, answer.happens, answer.code) == ("reminder-early", True, "text-allowed")
    assert in_the_way(answer) == []
    assert all(line.met_from is None for line in answer.lines)


def test_a_case_of_which_nothing_is_overdue_waits_for_that() -> None:
    (answer,) = why_no_text(initial(CASE), context(given(overdue())), {})
    assert (answer.happens, in_the_way(answer)) == (False, ["waits-for-overdue"])


def test_every_rule_in_the_way_is_told_and_not_only_the_first() -> None:
    life = given(overdue(), at=NOW)
    life.at, life.stopped = SUNDAY, frozenset({"sending:all", "deaf:loans since 2026-11-29 10:00 UTC"})
    answer = one(texted(life, 10 * MINUTE, 11 * MINUTE, 12 * MINUTE))
    assert in_the_way(answer) == ["switched-off", "deaf", "outside-hours", "cap-reached", "too-soon"]
    assert answer.code == "switched-off"
    assert text_of(answer, "switched-off") == "sending is stopped for all"
    # What a person has to end has no moment; what time ends has the one at which it does.
    assert met_from(answer, "switched-off") is None
    assert met_from(answer, "deaf") is None
    assert met_from(answer, "outside-hours") == MONDAY_NINE
    assert met_from(answer, "too-soon") == SUNDAY + 50 * MINUTE


def test_each_cap_that_is_reached_is_told_with_its_own_moment_and_citation() -> None:
    cap = 'scope = "person", contacts_max = 3, days = 7 }'
    assert cap in DEFAULT
    more = '{ value = { channels = ["text"], scope = "person", contacts_max = 1, days = 2 }, cite = "a bank\'s own"'
    line = next(each for each in DEFAULT.splitlines() if cap in each)
    two = DEFAULT.replace(line, f'{line}\n  {more}, effective_from = 2000-01-01, status = "house" }},')
    rules = rules_of(parse_pack(two, "test.toml"), NOW.date())
    life = texted(given(overdue(), rules=rules), 2 * HOUR, DAY, 3 * DAY, case=CASE)
    reached = [line for line in one(life).lines if line.code == "cap-reached"]
    assert [line.met for line in reached] == [False, False]
    assert [line.rule.partition(": ")[0] for line in reached] == ["contact.caps[0]", "contact.caps[1]"]
    assert len({line.met_from for line in reached}) == 2


def test_a_cap_that_allows_nothing_is_told_as_such_and_time_does_not_help() -> None:
    none = DEFAULT.replace(
        'scope = "person", contacts_max = 3, days = 7 }', 'scope = "person", contacts_max = 0, days = 7 }'
    )
    answer = one(given(overdue(), rules=rules_of(parse_pack(none, "test.toml"), NOW.date())))
    assert in_the_way(answer) == ["not-allowed-at-all"]
    assert met_from(answer, "not-allowed-at-all") is None
    assert "cap-reached" not in {line.code for line in answer.lines}


def test_where_it_never_opens_that_is_told() -> None:
    closed = DEFAULT.replace("weekdays = [1, 2, 3, 4, 5, 6]", "weekdays = []")
    answer = one(given(overdue(), rules=rules_of(parse_pack(closed, "test.toml"), NOW.date())))
    assert in_the_way(answer) == ["never-open"]


def settled_down(life: Scenario) -> Scenario:
    """What waits goes out, until nothing does."""
    while waiting := [text for text in life.texts if text.waits]:
        life.when(delivered(waiting[0].kind))
    return life


@pytest.mark.parametrize(
    ("said", "first", "begins"),
    [
        (lambda: pays(0), "case-closed", "the case is closed: paid"),
        (signs_plan, "braked", "a hold is on: plan-signed"),
        (disputes, "braked", "a hold is on: dispute"),
        (lambda: replies("STOP"), "opted-out", "the borrower opted out of texts"),
        (lambda: replies("wrong number"), "wrong-number", "the number is not the borrower's"),
    ],
)
def test_what_is_over_or_held_is_told_first(said: Any, first: str, begins: str) -> None:
    life = settled_down(given(overdue(), delivered("reminder-early"), said()))
    answer = one(life)
    assert in_the_way(answer)[0] == first
    assert text_of(answer, first).startswith(begins)
    # A hold that has a line of its own under another name is not told twice.
    assert len(in_the_way(answer)) == len(set(in_the_way(answer)))


def test_a_hold_that_ends_by_itself_tells_when() -> None:
    answer = one(settled_down(given(overdue(), held(until=NOW + 3 * DAY))))
    assert met_from(answer, "braked") == NOW + 3 * DAY


def test_a_hold_that_is_over_and_not_looked_at_yet_is_decided_on_as_over() -> None:
    life = settled_down(given(overdue(), held(until=NOW + 3 * DAY)))
    life.at = NOW + 3 * DAY + MINUTE
    answer = one(life)
    assert (answer.about, answer.happens, answer.code) == ("reminder-early", True, "text-allowed")
    assert answer.again_at == NOW + 3 * DAY


def test_a_language_that_we_do_not_write_is_told_with_the_language() -> None:
    answer = one(given(overdue(language="eo", language_tag="eo")))
    assert text_of(answer, "language-unwritten").endswith(": eo")


def test_the_moment_of_the_borrowers_next_hours_is_right_over_a_change_of_the_clocks() -> None:
    life = given(overdue())
    life.at = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)  # a Saturday; in the night to Sunday Lisbon's clocks go ahead
    life.rules = rules_of(parse_pack(DEFAULT, "test.toml"), life.at.date())
    waits = wants_text("notice", 1)
    life.when(waits)
    answer = next(each for each in no_text(life) if each.about == "notice")
    assert met_from(answer, "outside-hours") == datetime(2027, 3, 29, 8, 0, tzinfo=UTC)


def test_between_two_reminders_the_next_ones_moment_is_told() -> None:
    life = given(overdue(), delivered("reminder-early"))
    answer = one(life)
    assert (answer.code, in_the_way(answer)) == ("not-yet", ["not-yet"])
    assert met_from(answer, "not-yet") == life.timers["look"] == answer.again_at


def test_when_texting_has_failed_a_visit_is_decided_on_instead() -> None:
    life = given(overdue(70), until(lambda life: sum(text.asks for text in life.texts) >= 3))
    answer = one(settled_down(life))
    assert (answer.code, in_the_way(answer)) == ("gate-closed", ["texting-failed"])


def test_while_a_visit_is_open_no_reminder_goes_out() -> None:
    life = given(overdue(70), until(lambda life: life.decision.reason == "visit-requested"))
    answer = one(life)
    assert (answer.code, in_the_way(answer)) == ("visit-under-way", ["visit-under-way"])


def test_each_text_that_waits_is_answered_for_by_its_own_rules() -> None:
    life = given(overdue(), wants_text("notice"), at=NOW)
    life.stopped = frozenset({"deaf:loans since 2026-11-24 10:00 UTC"})
    assert [(answer.about, answer.happens) for answer in no_text(life)] == [
        ("reminder-early", False),
        ("notice", False),
    ]
    life.stopped = frozenset()
    assert all(answer.happens for answer in no_text(texted(life, MINUTE)) if answer.about == "notice")


def test_a_text_for_later_waits_for_its_moment() -> None:
    asked = wants_text("reminder", 1)
    later = asked.model_copy(update={"data": asked.data.model_copy(update={"not_before": NOW + HOUR})})
    answer = next(each for each in no_text(given(overdue(), later)) if each.about == "reminder")
    assert (answer.happens, in_the_way(answer)) == (False, ["not-before"])
    assert met_from(answer, "not-before") == NOW + HOUR


def test_a_text_whose_time_is_over_or_will_be_says_which() -> None:
    asked = wants_text("notice", 1)
    short = asked.model_copy(update={"data": asked.data.model_copy(update={"not_after": NOW + HOUR})})
    life = given(overdue(), short)
    life.at = NOW + 8 * HOUR
    late = next(each for each in no_text(life) if each.about == "notice")
    assert (late.code, in_the_way(late)) == ("too-late", ["outside-hours", "too-late"])
    tonight = asked.model_copy(update={"data": asked.data.model_copy(update={"not_after": NOW + 9 * HOUR})})
    life = given(overdue(), tonight)
    life.at = NOW + 8 * HOUR
    early = next(each for each in no_text(life) if each.about == "notice")
    assert (early.code, in_the_way(early)) == ("no-time-left", ["outside-hours", "no-time-left"])


def test_an_offer_of_which_no_visit_could_be_made_says_from_when_one_could() -> None:
    life = given(overdue(70), until(lambda life: life.decision.reason == "visit-requested"))
    life.when(lambda it: wants_text("offer"))
    life.contacts["v-before"] = Contact("v-before", "case-2", "visit", life.at - 20 * DAY, True)
    answer = next(each for each in no_text(life) if each.about == "offer")
    assert (answer.code, "visit-over-cap" in in_the_way(answer)) == ("visit-over-cap", True)
    assert met_from(answer, "visit-over-cap") is not None


def test_what_was_allowed_waits_for_the_carrier_and_for_nobody_else() -> None:
    life = given(overdue(), asks("reminder-early")).then("text-allowed")
    assert one(life).happens
    assert one(life).code == "text-allowed"
    outage = Outage("unreached", None, NOW, 0, 0, NOW)
    answer = one(life, outage)
    assert (answer.happens, in_the_way(answer)) == (False, ["posting-stopped"])
    assert text_of(answer, "posting-stopped") == "posting has stopped for all: it is out of reach"
    life.stopped = frozenset({"sending:region:porto"})
    assert in_the_way(one(life, outage)) == ["posting-stopped", "switched-off"]


def test_while_another_case_of_the_person_holds_the_pen_that_is_told() -> None:
    life = given(overdue())
    life.busy = True
    assert (one(life).code, in_the_way(one(life))) == ("ledger-busy", ["ledger-busy"])


def test_asking_changes_nothing() -> None:
    life = given(overdue())
    before, timers = life.state, dict(life.timers)
    one(life)
    assert (life.state, life.timers) == (before, timers)


def test_nothing_personal_is_told() -> None:
    said = "".join(answer.model_dump_json() for answer in no_text(given(overdue())))
    known = person()
    assert PHONE_HASH not in said
    assert known.borrower not in said.replace("case-1", "")
    assert known.phone.box not in said
