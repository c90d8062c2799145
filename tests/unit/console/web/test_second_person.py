"""A stop of everything is lifted by two people, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deploy.local.user_error import UserError
from services.console.web.results import ActResult, Results
from services.console.web.second_person import WAITS_S, PendingResume, PendingResumes

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def asked(pending: PendingResumes, by: str = "ana") -> PendingResume:
    return pending.ask("sending", "over", "stop-1", by, NOON)


def test_another_person_confirms_and_then_it_is_done() -> None:
    pending = PendingResumes()
    one = asked(pending)
    assert pending.confirmed(one.id, "ben").by == "ana"
    assert pending.waiting() == ()
    with pytest.raises(UserError):
        pending.confirmed(one.id, "ben")


def test_nobody_confirms_their_own() -> None:
    pending = PendingResumes()
    one = asked(pending)
    with pytest.raises(UserError, match="another person"):
        pending.confirmed(one.id, "ana")
    assert pending.waiting() == (one,)


def test_two_who_ask_for_the_same_are_told_of_each_other() -> None:
    pending = PendingResumes()
    asked(pending)
    with pytest.raises(UserError, match="ana asked for it already"):
        asked(pending, "ben")
    assert pending.ask("sending", "over", "stop-2", "ben", NOON).by == "ben"


def test_a_quarter_of_an_hour_later_it_has_to_be_asked_for_anew() -> None:
    clock = [0.0]
    pending = PendingResumes(lambda: clock[0])
    one = asked(pending)
    clock[0] = WAITS_S
    assert pending.waiting() == ()
    with pytest.raises(UserError):
        pending.confirmed(one.id, "ben")


def test_anybody_may_say_no() -> None:
    pending = PendingResumes()
    one = asked(pending)
    pending.withdrawn(one.id)
    for token in (one.id, "ünknown", ""):
        with pytest.raises(UserError):
            pending.confirmed(token, "ben")


def test_what_came_of_a_form_is_for_whoever_sent_it() -> None:
    results = Results()
    token = results.keep(ActResult("good", "It is given up.", "ana"))
    found = results.of(token, "ana")
    assert found is not None
    assert found.sentence == "It is given up."
    assert results.of(token, "ben") is None
    assert results.of("nix", "ana") is None


def test_the_same_name_written_otherwise_is_no_second_person() -> None:
    pending = PendingResumes()
    one = asked(pending)
    with pytest.raises(UserError, match="another person"):
        pending.confirmed(one.id, "ANA")
