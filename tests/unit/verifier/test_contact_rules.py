"""Texts that should not have been sent, to whom, and when."""

from datetime import timedelta

import pytest

from .recorded_run import CASE, PHONE, ZONE, RecordedRun, day


def texted(run: RecordedRun, number: int, kind: str = "reminder-firm", intent: str = "", hour: int = 12) -> None:
    run.text(intent or f"{kind}-{number}", kind, day(number, hour))


def begun() -> RecordedRun:
    run = RecordedRun()
    run.overdue()
    texted(run, 1)
    return run


def stopped(meant: str = "opt-out", http: int = 200) -> RecordedRun:
    run = begun()
    run.reply("SM-stop", meant, day(2), http=http)
    run.understood("SM-stop", "opt-out", day(2))
    return run


def test_one_confirmation_follows_a_stop_and_nothing_else() -> None:
    run = stopped()
    run.text("c-1", "opt-out-confirmed", day(2, 12, 1))
    assert run.codes() == []
    texted(run, 20)
    assert run.codes() == ["text-after-stop"]


def test_a_second_confirmation_is_one_too_many() -> None:
    run = stopped()
    for number in (1, 2):
        run.text(f"c-{number}", "opt-out-confirmed", day(2, 12, number))
    assert run.codes() == ["text-after-stop"]


def test_a_stop_in_words_of_one_s_own_is_a_stop() -> None:
    run = stopped("stop-words")
    texted(run, 20)
    assert run.codes() == ["text-after-stop"]


def test_a_stop_holds_for_every_case_of_the_person() -> None:
    run = stopped()
    run.overdue("case-2", at=day(10))
    run.text("t-2", "reminder-early", day(11), "case-2")
    assert [finding.about for finding in run.verdict().findings] == ["case-2"]


def test_a_stop_that_was_never_answered_and_never_read_could_not_be_heard() -> None:
    run = begun()
    run.reply("SM-stop", "opt-out", day(2), http=503)
    texted(run, 20)
    assert run.codes() == ["reply-not-taken"]


def test_a_stop_that_was_read_from_the_carriers_list_holds_from_then_on() -> None:
    run = begun()
    run.carrier("reply", day(2), sid="SM-stop", to_hash=PHONE, body_sha256="", meant="opt-out", announced=False)
    run.understood("SM-stop", "opt-out", day(2, 14))
    run.text("meanwhile", "reminder-firm", day(2, 13))
    assert run.codes() == []
    texted(run, 20)
    assert run.codes() == ["text-after-stop"]


def test_a_stop_from_a_number_that_nobody_knew_keeps_that_number_silent_for_ever() -> None:
    run = begun()
    run.reply("SM-stranger", "opt-out", day(2), phone="hash-9")
    run.text("before", "reminder-firm", day(9))
    person = {"borrower": "b-1", "phone_hash": "hash-9", "zone": ZONE}
    run.event("loan.details-corrected", day(10), person=person)
    assert run.codes() == []
    run.text("after", "reminder-firm", day(20), phone="hash-9")
    assert run.codes() == ["text-after-stop"]


def test_a_corrected_number_counts_from_the_correction_on_for_the_whole_person() -> None:
    run = begun()
    run.reply("SM-stranger", "opt-out", day(2), phone="hash-9")
    person = {"borrower": "b-1", "phone_hash": "hash-9", "zone": ZONE}
    run.event("loan.details-corrected", day(10), person=person)
    texted(run, 20)
    assert run.codes() == ["text-after-stop"]


def test_a_text_that_was_on_the_wire_when_the_stop_came_can_t_be_called_back() -> None:
    run = stopped()
    run.text("t-2", "reminder-firm", day(2))
    run.twin[-3] = run.twin[-3].__class__(9, "post", day(2), day(2) + timedelta(seconds=1), run.twin[-3].fields)
    assert run.codes() == []


def test_a_wrong_number_is_never_used_again() -> None:
    run = begun()
    run.reply("SM-wrong", "wrong-number", day(2))
    run.understood("SM-wrong", "wrong-number", day(2))
    assert run.codes() == []
    texted(run, 20)
    assert run.codes() == ["text-after-stop"]


def test_a_text_at_night_is_found_and_the_hours_are_the_borrower_s() -> None:
    run = begun()
    texted(run, 10, hour=8)
    texted(run, 20, hour=19)
    texted(run, 30, hour=18)
    assert [finding.code for finding in run.verdict().findings] == ["text-out-of-hours"] * 2


@pytest.mark.parametrize(("policy", "found"), [("us@2026.11.0", []), ("default@2026.11.4", ["text-out-of-hours"])])
def test_a_stop_at_night_is_confirmed_at_once_where_the_law_lets_it_be(policy: str, found: list[str]) -> None:
    run = begun()
    run.policy = policy
    run.reply("SM-stop", "opt-out", day(2, 23))
    run.understood("SM-stop", "opt-out", day(2, 23))
    run.text("c-1", "opt-out-confirmed", day(2, 23, 1))
    assert run.codes() == found


def test_nothing_else_is_said_at_night_under_any_pack() -> None:
    run = begun()
    run.policy = "us@2026.11.0"
    texted(run, 10, "hardship", hour=23)
    assert run.codes() == ["text-out-of-hours"]


def test_the_fourth_contact_in_seven_days_is_one_too_many() -> None:
    run = begun()
    for number in (2, 3):
        texted(run, number)
    texted(run, 8)
    assert run.codes() == []
    texted(run, 7)
    assert run.codes() == ["too-many-contacts"]


def test_a_visit_is_a_contact_and_an_answer_is_none() -> None:
    run = begun()
    for number in (2, 3):
        texted(run, number)
    texted(run, 4, "not-understood")
    assert run.codes() == []
    run.event("crew.departed", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    assert "too-many-contacts" in run.codes()


def test_a_crew_that_was_called_back_on_the_road_reached_nobody_and_is_no_contact() -> None:
    run = begun()
    for number in (2, 3):
        texted(run, number)
    run.event("crew.departed", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    assert "too-many-contacts" in run.codes()
    run.event("appointment.moved", day(5), visit="v-1", booking="v-1.1")
    assert "too-many-contacts" not in run.codes()
    run.event("crew.arrived", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    assert "too-many-contacts" in run.codes()


def test_a_crew_was_called_back_also_when_the_visit_had_been_held_once_before() -> None:
    run = begun()
    for number in (2, 3):
        texted(run, number)
    run.event("appointment.held", day(1), visit="v-1", booking="v-1.1")
    run.event("crew.departed", day(5), visit="v-1", booking="v-1.2", crew=["k-1"])
    assert "too-many-contacts" in run.codes()
    run.event("appointment.moved", day(5), visit="v-1", booking="v-1.2")
    assert "too-many-contacts" not in run.codes()


def test_a_later_way_that_was_called_back_says_nothing_of_an_earlier_one() -> None:
    run = begun()
    for number in (2, 3):
        texted(run, number)
    run.event("crew.departed", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    run.event("appointment.moved", day(6), visit="v-1", booking="v-1.2")
    assert "too-many-contacts" in run.codes()


def test_caps_count_all_cases_of_a_person() -> None:
    run = begun()
    run.overdue("case-2")
    for number, case in ((2, CASE), (3, "case-2"), (4, "case-2")):
        run.text(f"t-{number}", "reminder-early", day(number), case)
    assert run.codes() == ["too-many-contacts"]
