"""`MOVES` is the whole picture: every input in every stage, and where `decide` really leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache, reduce
from typing import Any, get_args

import pytest

from services.scheduler.core.appointment import Appointment, Closed, Held, Open, Stage, initial
from services.scheduler.core.changes import Remembered
from services.scheduler.core.facts import Complained, Fact
from services.scheduler.core.hearing import hear
from services.scheduler.core.machine import MOVES, decide, evolve
from services.scheduler.core.timers import awaited
from shared.decision import Context, TimerDue

from . import lives, world
from .given import Life, given
from .world import CASE, HOUR, NOW, RULES

STOPPED = Context(frozenset({"visiting:all"}))


def _cases() -> Iterator[Appointment]:
    """Every stage, fresh and with each limit reached."""
    yield initial(CASE)
    for inputs in (
        lives.ASKING, lives.OFFERED, lives.DELIVERED, lives.BOOKING, lives.AGREED, lives.IN_DOUBT, lives.PERMITTED,
        lives.DEPARTED, lives.ARRIVED, lives.UNASSIGNED, lives.EXPIRED,
        (*lives.PERMITTED, world.withdrawn("opted-out")), (*lives.PERMITTED, world.withdrawn("paid")),
        (*lives.ARRIVED, world.ended("not-home", lives.START + HOUR)),
        (*lives.DELIVERED, world.wished(NOW + 6 * world.DAY)), (*lives.OFFERED, world.lost("offer")),
        (*lives.AGREED, world.wished()), (*lives.AGREED, world.wished(), world.quoted(ask=2)),
    ):  # fmt: skip
        case = given(*inputs).case
        yield case
        if isinstance(case.stage, Open):
            worn = replace(case.stage.tally, unanswered=1, wishes=4, moves=1, empty=3, looks=12)
            stage: Any = replace(case.stage, tally=worn)
            yield replace(case, stage=replace(stage, tries=9) if hasattr(stage, "tries") else stage)
            # An answer that overtook the receipt of its offer.
            unread = tuple(replace(offer, expires_at=None) for offer in case.stage.offers)
            yield replace(case, stage=replace(case.stage, offers=unread))
        if isinstance(case.stage, Held):
            yield replace(case, stage=replace(case.stage, reason="router-silent"))
            yield replace(case, stage=replace(case.stage, reason="notice-failed"))


def _inputs(case: Appointment) -> Iterator[object]:
    """Inputs that fit the case's numbers, and some that do not."""
    tally = getattr(case.stage, "tally", None)
    ask, version = (tally.asks, tally.version) if tally is not None else (1, 1)
    began = 1
    yield from (world.requested(), world.requested("v-2", by="e-2"))
    yield from (world.withdrawn(), world.withdrawn("opted-out"), world.withdrawn(visit="v-2"))
    yield from (world.quoted(ask=ask), world.quoted((), ask=ask), world.quoted(ask=ask + 1))
    yield from (
        world.crewed(version=began),
        world.crewed("c-3", "c-4", version=began, number=2),
        world.crewed(version=9),
    )
    yield from (world.uncrewed(version=began), world.uncrewed(version=9))
    for offer in (1, 2, 9):
        yield from (world.offer_delivered(offer), world.lost("offer", offer))
        yield from (world.over_cap(offer, until=NOW + 6 * world.DAY), world.over_cap(offer, until=None))
        yield from (world.lost("offer", offer, world.HOW["in-doubt"]), world.lost("offer", offer, world.HOW["refused"]))
        yield from (world.chose(digit, offer=offer) for digit in (1, 2, 7))
        yield from (world.wished(offer=offer), world.wished(NOW + 9 * world.DAY, offer=offer))
        yield world.chose(1, offer=offer, at=NOW + 40 * world.DAY)
    for number in (version, version + 1):
        yield from (world.notice_delivered(number), world.notice_delivered(number, at=lives.START - HOUR))
        yield from (world.lost("notice", number, how) for how in world.HOW.values())
    yield from (world.meant(kind) for kind in ("who", "hardship", "unknown", "paid"))
    for at in (lives.START, lives.END + 9 * HOUR):
        yield from (world.departed(at), world.arrived(at), world.ended("paid", at), world.ended("not-home", at))
    yield world.ended("paid", lives.START, version=9)
    yield from (TimerDue(kind, due) for kind, due in awaited(case.stage).items())
    yield TimerDue("quote-overdue", NOW)


def _name(said: object) -> type[Fact] | str:
    if isinstance(said, TimerDue):
        return said.kind
    fact = hear(said)  # type: ignore[arg-type]
    assert fact is not None
    return type(fact)


def _word(key: Any) -> str:
    return key if isinstance(key, str) else str(key.__name__)


@cache
def _seen() -> dict[type[Stage], dict[type[Fact] | str, set[type[Stage]]]]:
    seen: dict[type[Stage], dict[type[Fact] | str, set[type[Stage]]]] = defaultdict(lambda: defaultdict(set))
    for case in _cases():
        waits = awaited(case.stage)
        moments = {NOW, lives.START - 23 * HOUR, *waits.values(), *(due + HOUR for due in waits.values())}
        for said in _inputs(case):
            for at in moments:
                for context in (Context(), STOPPED):
                    decision = decide(case, said, at, context, RULES)
                    if decision.accepted and not isinstance(decision.changes[0], Remembered):
                        after = reduce(evolve, decision.changes, case)
                        seen[type(case.stage)][_name(said)].add(type(after.stage))
    return seen


@pytest.mark.parametrize("stage", MOVES, ids=_word)
def test_the_table_of_a_stage_says_what_decide_does(stage: type[Stage]) -> None:
    def named(moves: Any) -> dict[str, set[str]]:
        return {_word(said): {_word(after) for after in stages} for said, stages in moves.items()}

    assert named(_seen()[stage]) == named(MOVES[stage])


def test_every_stage_is_in_the_table() -> None:
    assert set(MOVES) == set(get_args(Stage))


def test_a_brake_is_accepted_in_every_open_stage() -> None:
    for case in _cases():
        if isinstance(case.stage, Open):
            for cause in ("paid", "plan-signed", "dispute", "hold", "hardship", "closed", "details-corrected"):
                life = Life(case=case, timers=dict(awaited(case.stage))).when(world.withdrawn(cause))
                life.then(cause, Closed)
                assert "AppointmentCancelled" in life.told_of()


def test_a_complaint_bars_its_collectors_in_every_stage() -> None:
    for case in _cases():
        life = Life(case=case, timers=dict(awaited(case.stage))).when(world.complained("c-1"))
        assert life.then("collectors-barred").case.barred == ("c-1",)
        assert type(life.case.stage) is type(case.stage)
        assert Complained not in MOVES[type(case.stage)]


def test_every_timer_of_a_stage_moves_on() -> None:
    """A timer that is due again at once would ring for ever."""
    for case in _cases():
        for kind, due in awaited(case.stage).items():
            for late in (timedelta(0), timedelta(minutes=4), timedelta(hours=3), timedelta(days=30)):
                life = Life(case=case, at=due + late, timers=dict(awaited(case.stage)))
                life.when(TimerDue(kind, due))
                assert life.timers == awaited(life.case.stage)
                assert life.decision.accepted
                assert life.timers.get(kind, life.at + HOUR) > life.at, life.decision
