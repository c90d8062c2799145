"""Crews whose papers, shifts or presence the staff system has taken back."""

from datetime import date, timedelta

import pytest

from services.verifier.checks.certificates import NEEDED

from .recorded_run import VISIT_AT, RecordedRun, day, flawless

SAID_AT = day(0)


def fleet(run: RecordedRun, kind: str, at: object = SAID_AT, **data: object) -> None:
    run.event(kind, at, "porto", **data)  # type: ignore[arg-type]


def staffed() -> RecordedRun:
    """The flawless story with a staff system that knows its crew."""
    run = flawless()
    for collector in ("k-1", "k-2"):
        for certificate in NEEDED:
            fleet(
                run, "collector.certified", collector=collector, certificate=certificate, valid_from="2025-01-01",
                valid_to="2027-01-01",
            )  # fmt: skip
        shift(run, collector, timedelta(hours=-1), timedelta(hours=8))
    return run


def shift(run: RecordedRun, collector: str, begins: timedelta, ends: timedelta, at: object = SAID_AT) -> None:
    start, end = (VISIT_AT + begins).isoformat(), (VISIT_AT + ends).isoformat()
    fleet(run, "shift.planned", at, collector=collector, shift="day", start=start, end=end)


def test_a_crew_with_papers_on_shift_is_lawful() -> None:
    assert staffed().codes() == []


@pytest.mark.parametrize("said", [day(29), day(30, 7)])
def test_a_certificate_that_was_shortened_is_over(said: object) -> None:
    run = staffed()
    fleet(
        run, "collector.certified", said, collector="k-1", certificate="law", valid_from="2025-01-01",
        valid_to=str(date(2026, 1, 30)),
    )  # fmt: skip
    assert run.codes() == ["crew-without-papers"]


def test_a_second_spell_adds_to_the_first() -> None:
    run = staffed()
    fleet(
        run, "collector.certified", day(29), collector="k-1", certificate="law", valid_from="2026-06-01",
        valid_to="2026-07-01",
    )  # fmt: skip
    assert run.codes() == []


def test_a_revoked_certificate_counts_no_more_until_it_is_given_anew() -> None:
    run = staffed()
    fleet(run, "certificate.revoked", day(9), collector="k-1", certificate="law", revoked_from="2026-01-11")
    assert run.codes() == ["crew-without-papers"]
    fleet(
        run, "collector.certified", day(12), collector="k-1", certificate="law", valid_from="2026-01-12",
        valid_to="2027-01-12",
    )  # fmt: skip
    assert run.codes() == []


def test_a_shift_that_was_taken_back_is_no_shift() -> None:
    run = staffed()
    shift(run, "k-2", timedelta(0), timedelta(0), day(20))
    assert run.codes() == ["crew-without-papers"]


def test_an_absence_counts_until_it_is_taken_back() -> None:
    run = staffed()
    start, end = day(29).isoformat(), day(33).isoformat()
    fleet(run, "collector.unavailable", day(29), collector="k-2", start=start, end=end, cause="ill")
    assert run.codes() == ["crew-without-papers"]
    fleet(run, "collector.unavailable", day(29, 15), collector="k-2", start=start, end=start, cause="mistake")
    assert run.codes() == []


def test_who_left_goes_nowhere() -> None:
    run = staffed()
    fleet(run, "collector.deregistered", day(29), collector="k-1", cause="left")
    assert run.codes() == ["crew-without-papers"]


def test_what_was_said_as_the_crew_left_could_not_be_known() -> None:
    run = staffed()
    fleet(run, "collector.deregistered", VISIT_AT - timedelta(minutes=35), collector="k-1", cause="left")
    assert run.codes() == []


def test_a_shift_may_begin_within_the_window() -> None:
    run = staffed()
    shift(run, "k-1", timedelta(hours=1), timedelta(hours=8), day(20))
    assert run.codes() == []
    shift(run, "k-1", timedelta(hours=3), timedelta(hours=8), day(21))
    assert run.codes() == ["crew-without-papers"]
