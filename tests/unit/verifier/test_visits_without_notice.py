"""A crew at a door without a permit, or with one that rests on nothing, is found."""

from datetime import timedelta

from services.verifier.verdict import RunVerdict

from .world import World, day, flawless, window


def reasons(world: World) -> set[str]:
    verdict: RunVerdict = world.verdict()
    found = [finding for finding in verdict.findings if finding.code != "word-the-carrier-never-said"]
    assert {finding.kind for finding in found} <= {"visit-without-notice"}, found
    return {finding.why.partition(": ")[2] for finding in found}


def test_a_visit_without_a_permit_is_found_at_each_of_its_steps() -> None:
    world = flawless()
    world.drop("appointment.permitted")
    assert reasons(world) == {"no permit was in force"}
    assert world.verdict().of("visit-without-notice") == 3


def test_a_notice_that_the_carrier_never_delivered_is_no_notice_whatever_we_say() -> None:
    world = flawless()
    world.twin = [row for row in world.twin if (row.kind, row.get("intent")) != ("status", "notice-1")]
    assert reasons(world) == {"the carrier never delivered a notice of this crew and window a day ahead"}


def test_a_notice_delivered_too_late_is_no_notice() -> None:
    world = flawless()
    for number, row in enumerate(world.twin):
        if (row.kind, row.get("intent")) == ("status", "notice-1"):
            late = day(30, 9) - timedelta(hours=24) + timedelta(seconds=1)
            world.twin[number] = row.__class__(row.line, row.kind, late, late, row.fields)
    assert reasons(world) == {"the carrier never delivered a notice of this crew and window a day ahead"}


def test_a_notice_of_another_crew_or_another_window_is_no_notice() -> None:
    for wrong in ({"crew": [{"collector": "k-1"}, {"collector": "k-9"}]}, {"window": window(31)}):
        world = flawless()
        world.change("text.requested", lambda event, wrong=wrong: event["data"]["wording"].update(wrong))  # type: ignore[misc]
        assert reasons(world) == {"the carrier never delivered a notice of this crew and window a day ahead"}


def test_a_notice_of_a_former_version_is_no_notice() -> None:
    world = flawless()
    world.change("appointment.permitted", lambda event: event["data"].update(version=2))
    assert reasons(world) == {"no notice was asked for version 2"}


def test_another_crew_than_the_permitted_one_is_found() -> None:
    world = flawless()
    for kind in ("crew.departed", "crew.arrived", "visit.ended"):
        world.change(kind, lambda event: event["data"].update(crew=["k-1", "k-9"]))
    assert reasons(world) == {"k-1, k-9 went; k-1, k-2 had the permit", "k-1, k-9 went; router sent k-1, k-2"}


def test_a_crew_that_leaves_after_the_visit_was_cancelled_is_found() -> None:
    world = flawless()
    position = next(number for number, raw in enumerate(world.records) if raw.topic == "outcomes")
    world.appointment("cancelled", day(30, 8, 29))
    cancelled = world.records.pop()
    world.records.insert(position, cancelled.__class__(cancelled.topic, 0, position, cancelled.key, cancelled.value))
    assert reasons(world) == {"no permit was in force"}


def test_a_crew_that_left_in_the_very_moment_of_the_cancellation_could_not_know() -> None:
    world = flawless()
    world.appointment("cancelled", day(30, 8, 30))
    assert reasons(world) == set()


def test_a_crew_that_rings_outside_the_agreed_window_is_found() -> None:
    world = flawless()
    world.change("crew.arrived", lambda event: event.update(time=day(30, 8, 59).isoformat()))
    assert reasons(world) == {"arrived 2026-01-31 08:59, agreed was 2026-01-31T09:00"}
