"""A crew at a door without a permit, or with one that rests on nothing, is found."""

from datetime import timedelta

from services.verifier.verdict import RunVerdict

from .recorded_run import RecordedRun, day, flawless, window


def reasons(run: RecordedRun) -> set[str]:
    verdict: RunVerdict = run.verdict()
    found = [finding for finding in verdict.findings if finding.code != "word-the-carrier-never-said"]
    assert {finding.kind for finding in found} <= {"visit-without-notice"}, found
    return {finding.why.partition(": ")[2] for finding in found}


def test_a_visit_without_a_permit_is_found_at_each_of_its_steps() -> None:
    run = flawless()
    run.drop("appointment.permitted")
    assert reasons(run) == {"no permit was in force"}
    assert run.verdict().of("visit-without-notice") == 3


def test_a_notice_that_the_carrier_never_delivered_is_no_notice_whatever_we_say() -> None:
    run = flawless()
    run.twin = [row for row in run.twin if (row.kind, row.get("intent")) != ("status", "notice-1")]
    assert reasons(run) == {"the carrier never delivered a notice of this crew and window a day ahead"}


def test_a_notice_delivered_too_late_is_no_notice() -> None:
    run = flawless()
    for number, row in enumerate(run.twin):
        if (row.kind, row.get("intent")) == ("status", "notice-1"):
            late = day(30, 9) - timedelta(hours=24) + timedelta(seconds=1)
            run.twin[number] = row.__class__(row.line, row.kind, late, late, row.fields)
    assert reasons(run) == {"the carrier never delivered a notice of this crew and window a day ahead"}


def test_a_notice_of_another_crew_or_another_window_is_no_notice() -> None:
    for wrong in ({"crew": [{"collector": "k-1"}, {"collector": "k-9"}]}, {"window": window(31)}):
        run = flawless()
        run.change("text.requested", lambda event, wrong=wrong: event["data"]["wording"].update(wrong))  # type: ignore[misc]
        assert reasons(run) == {"the carrier never delivered a notice of this crew and window a day ahead"}


def test_a_notice_of_a_former_version_is_no_notice() -> None:
    run = flawless()
    run.change("appointment.permitted", lambda event: event["data"].update(version=2))
    assert reasons(run) == {"no notice was asked for version 2"}


def test_another_crew_than_the_permitted_one_is_found() -> None:
    run = flawless()
    for kind in ("crew.departed", "crew.arrived", "visit.ended"):
        run.change(kind, lambda event: event["data"].update(crew=["k-1", "k-9"]))
    assert reasons(run) == {"k-1, k-9 went; k-1, k-2 had the permit", "k-1, k-9 went; router sent k-1, k-2"}


def test_a_crew_that_leaves_after_the_visit_was_cancelled_is_found() -> None:
    run = flawless()
    position = next(number for number, raw in enumerate(run.records) if raw.topic == "outcomes")
    run.appointment("cancelled", day(30, 8, 29))
    cancelled = run.records.pop()
    run.records.insert(position, cancelled.__class__(cancelled.topic, 0, position, cancelled.key, cancelled.value))
    assert reasons(run) == {"no permit was in force"}


def test_a_crew_that_left_in_the_very_moment_of_the_cancellation_could_not_know() -> None:
    run = flawless()
    run.appointment("cancelled", day(30, 8, 30))
    assert reasons(run) == set()


def test_a_crew_that_rings_outside_the_agreed_window_is_found() -> None:
    run = flawless()
    run.change("crew.arrived", lambda event: event.update(time=day(30, 8, 59).isoformat()))
    assert reasons(run) == {"arrived 2026-01-31 08:59, agreed was 2026-01-31T09:00"}
