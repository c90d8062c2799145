"""Two people press the same button: one wins, the other is told who did."""

from __future__ import annotations

import pytest

from services.console.acts.claims import KEPT_S, ActClaims, Taken


def test_the_second_is_told_who_is_at_it() -> None:
    claims = ActClaims()
    with (
        claims.claimed("letter", "ana", "gave it back"),
        pytest.raises(Taken, match="ana is at it already"),
        claims.claimed("letter", "ben", "gave it back"),
    ):
        raise AssertionError("both have it")


def test_who_comes_a_moment_later_is_told_who_did_it() -> None:
    clock = [0.0]
    claims = ActClaims(now_s=lambda: clock[0])
    with claims.claimed("letter", "ana", "gave it back"):
        clock[0] = 1.0
    clock[0] = 4.0
    with pytest.raises(Taken, match="ana gave it back 3 s ago"), claims.claimed("letter", "ben", "gave it up"):
        raise AssertionError("it was done twice")


def test_another_thing_is_anybodys() -> None:
    claims = ActClaims()
    with claims.claimed("one", "ana", "did it"), claims.claimed("other", "ben", "did it"):
        pass


def test_what_failed_may_be_tried_as_often_as_it_takes() -> None:
    claims = ActClaims()
    for _ in range(5):
        with pytest.raises(ValueError, match="bad"), claims.claimed("letter", "ana", "gave it back"):
            raise ValueError("bad")
    with claims.claimed("letter", "ana", "gave it back"):
        pass


def test_where_nobody_knows_whether_it_was_done_it_is_tried_once_more_and_never_a_third_time() -> None:
    claims = ActClaims()
    for _ in range(2):
        with pytest.raises(OSError, match="gone"), claims.claimed("letter", "ana", "gave it back", failure_counts=True):
            raise OSError("gone")
    with pytest.raises(Taken, match="2 times"), claims.claimed("letter", "ana", "gave it back", failure_counts=True):
        raise AssertionError("a third time")


def test_who_means_to_do_it_again_may_once() -> None:
    claims = ActClaims()
    with claims.claimed("letter", "ana", "gave it back"):
        pass
    with claims.claimed("letter", "ben", "gave it back", again=True):
        pass
    with pytest.raises(Taken), claims.claimed("letter", "ben", "gave it back", again=True):
        raise AssertionError("a third time")


def test_an_old_claim_and_the_oldest_of_too_many_are_forgotten() -> None:
    clock = [0.0]
    claims = ActClaims(now_s=lambda: clock[0], kept_max=2)
    for key in ("a", "b", "c"):
        with claims.claimed(key, "ana", "did it"):
            pass
    with claims.claimed("a", "ben", "did it"):
        pass
    clock[0] = KEPT_S + 1
    with claims.claimed("c", "ben", "did it"):
        pass
