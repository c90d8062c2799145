"""Texts that should not have been sent, to whom, and when."""

from datetime import timedelta

from .world import CASE, PHONE, ZONE, World, day


def texted(world: World, number: int, kind: str = "reminder-firm", intent: str = "", hour: int = 12) -> None:
    world.text(intent or f"{kind}-{number}", kind, day(number, hour))


def begun() -> World:
    world = World()
    world.overdue()
    texted(world, 1)
    return world


def stopped(meant: str = "opt-out", http: int = 200) -> World:
    world = begun()
    world.reply("SM-stop", meant, day(2), http=http)
    world.understood("SM-stop", "opt-out", day(2))
    return world


def test_one_confirmation_follows_a_stop_and_nothing_else() -> None:
    world = stopped()
    world.text("c-1", "opt-out-confirmed", day(2, 12, 1))
    assert world.codes() == []
    texted(world, 20)
    assert world.codes() == ["text-after-stop"]


def test_a_second_confirmation_is_one_too_many() -> None:
    world = stopped()
    for number in (1, 2):
        world.text(f"c-{number}", "opt-out-confirmed", day(2, 12, number))
    assert world.codes() == ["text-after-stop"]


def test_a_stop_in_words_of_one_s_own_is_a_stop() -> None:
    world = stopped("stop-words")
    texted(world, 20)
    assert world.codes() == ["text-after-stop"]


def test_a_stop_holds_for_every_case_of_the_person() -> None:
    world = stopped()
    world.overdue("case-2", at=day(10))
    world.text("t-2", "reminder-early", day(11), "case-2")
    assert [finding.about for finding in world.verdict().findings] == ["case-2"]


def test_a_stop_that_was_never_answered_and_never_read_could_not_be_heard() -> None:
    world = begun()
    world.reply("SM-stop", "opt-out", day(2), http=503)
    texted(world, 20)
    assert world.codes() == ["reply-not-taken"]


def test_a_stop_that_was_read_from_the_carriers_list_holds_from_then_on() -> None:
    world = begun()
    world.carrier("reply", day(2), sid="SM-stop", to_hash=PHONE, body_sha256="", meant="opt-out", announced=False)
    world.understood("SM-stop", "opt-out", day(2, 14))
    world.text("meanwhile", "reminder-firm", day(2, 13))
    assert world.codes() == []
    texted(world, 20)
    assert world.codes() == ["text-after-stop"]


def test_a_stop_from_a_number_that_nobody_knew_keeps_that_number_silent_for_ever() -> None:
    world = begun()
    world.reply("SM-stranger", "opt-out", day(2), phone="hash-9")
    world.text("before", "reminder-firm", day(9))
    person = {"borrower": "b-1", "phone_hash": "hash-9", "zone": ZONE}
    world.event("loan.details-corrected", day(10), person=person)
    assert world.codes() == []
    world.text("after", "reminder-firm", day(20), phone="hash-9")
    assert world.codes() == ["text-after-stop"]


def test_a_corrected_number_counts_from_the_correction_on_for_the_whole_person() -> None:
    world = begun()
    world.reply("SM-stranger", "opt-out", day(2), phone="hash-9")
    person = {"borrower": "b-1", "phone_hash": "hash-9", "zone": ZONE}
    world.event("loan.details-corrected", day(10), person=person)
    texted(world, 20)
    assert world.codes() == ["text-after-stop"]


def test_a_text_that_was_on_the_wire_when_the_stop_came_can_t_be_called_back() -> None:
    world = stopped()
    world.text("t-2", "reminder-firm", day(2))
    world.twin[-3] = world.twin[-3].__class__(9, "post", day(2), day(2) + timedelta(seconds=1), world.twin[-3].fields)
    assert world.codes() == []


def test_a_wrong_number_is_never_used_again() -> None:
    world = begun()
    world.reply("SM-wrong", "wrong-number", day(2))
    world.understood("SM-wrong", "wrong-number", day(2))
    assert world.codes() == []
    texted(world, 20)
    assert world.codes() == ["text-after-stop"]


def test_a_text_at_night_is_found_and_the_hours_are_the_borrower_s() -> None:
    world = begun()
    texted(world, 10, hour=8)
    texted(world, 20, hour=19)
    texted(world, 30, hour=18)
    assert [finding.code for finding in world.verdict().findings] == ["text-out-of-hours"] * 2


def test_the_fourth_contact_in_seven_days_is_one_too_many() -> None:
    world = begun()
    for number in (2, 3):
        texted(world, number)
    texted(world, 8)
    assert world.codes() == []
    texted(world, 7)
    assert world.codes() == ["too-many-contacts"]


def test_a_visit_is_a_contact_and_an_answer_is_none() -> None:
    world = begun()
    for number in (2, 3):
        texted(world, number)
    texted(world, 4, "not-understood")
    assert world.codes() == []
    world.event("crew.departed", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    assert "too-many-contacts" in world.codes()


def test_a_crew_that_was_called_back_on_the_road_reached_nobody_and_is_no_contact() -> None:
    world = begun()
    for number in (2, 3):
        texted(world, number)
    world.event("crew.departed", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    assert "too-many-contacts" in world.codes()
    world.event("appointment.moved", day(5), visit="v-1", booking="v-1.1")
    assert "too-many-contacts" not in world.codes()
    world.event("crew.arrived", day(5), visit="v-1", booking="v-1.1", crew=["k-1"])
    assert "too-many-contacts" in world.codes()


def test_caps_count_all_cases_of_a_person() -> None:
    world = begun()
    world.overdue("case-2")
    for number, case in ((2, CASE), (3, "case-2"), (4, "case-2")):
        world.text(f"t-{number}", "reminder-early", day(number), case)
    assert world.codes() == ["too-many-contacts"]
