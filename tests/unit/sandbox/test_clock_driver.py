"""The clock stands still while anything is in work, and then jumps to where something happens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from aiokafka import TopicPartition

from services.sandbox.agenda import Agenda
from services.sandbox.conductor.clock_driver import ClockDriver
from services.sandbox.conductor.lag import Ends, topics_of
from services.sandbox.conductor.moments import BEGINS, next_moment, rounded_up
from services.sandbox.conductor.services import Backlog, backlog
from services.sandbox.conductor.system_watch import SystemWatch, WorkInProgress
from services.sandbox.demo.kills import plan
from shared.runtime.clock import VirtualClock, write_moment

HALF = timedelta(minutes=30)
HOUR = timedelta(hours=1)
PART = TopicPartition("loans", 0)


def test_moments_are_rounded_up_to_the_quantum() -> None:
    assert rounded_up(BEGINS, HALF) == BEGINS
    assert rounded_up(BEGINS + timedelta(seconds=1), HALF) == BEGINS + HALF
    assert rounded_up(BEGINS + HALF, HALF) == BEGINS + HALF


def test_the_clock_goes_to_the_earliest_of_what_is_due_but_never_past_the_end() -> None:
    ends = BEGINS + HOUR
    assert next_moment(BEGINS, [None, BEGINS + timedelta(minutes=40), BEGINS + 5 * HOUR], HALF, ends) == ends
    assert next_moment(BEGINS, [BEGINS + timedelta(minutes=3)], HALF, ends) == BEGINS + HALF
    assert next_moment(BEGINS, [BEGINS + 5 * HOUR], HALF, ends) == ends
    assert next_moment(BEGINS, [None], HALF, ends) == ends


def test_the_clock_never_goes_back() -> None:
    assert next_moment(BEGINS + HOUR, [BEGINS], HALF, BEGINS + 9 * HOUR) == BEGINS + HOUR


async def test_the_agenda_runs_in_order_of_time_and_then_of_asking() -> None:
    agenda, done = Agenda(), list[str]()

    def note(word: str) -> Callable[[datetime], Awaitable[None]]:
        async def noted(at: datetime) -> None:
            done.append(word)

        return noted

    agenda.at(BEGINS + HOUR, note("later"))
    agenda.at(BEGINS, note("first"))
    agenda.at(BEGINS, note("second"))
    agenda.at(BEGINS + 2 * HOUR, note("never"))
    assert await agenda.run_due(BEGINS + HOUR) == 3
    assert (done, agenda.next_due, len(agenda)) == (["first", "second", "later"], BEGINS + 2 * HOUR, 1)


def test_each_service_is_asked_about_the_topics_it_reads() -> None:
    assert "loans" in topics_of("notifier")
    assert "loans" not in topics_of("router")
    assert "routing" in topics_of("router")
    assert all({"switches", "operations"} <= set(topics_of(service)) for service in ("notifier", "scheduler", "router"))


def test_whatever_a_database_counts_is_something_to_wait_for() -> None:
    idle = {"service": "router", "outbox": 0, "intake": 0, "due": 0, "next_due": BEGINS + HOUR}
    busy = {"service": "notifier", "outbox": 2, "intake": 0, "due": 0, "next_due": BEGINS}
    assert backlog([idle, busy]) == Backlog({"notifier.outbox": 2}, BEGINS)
    assert backlog([idle]) == Backlog({}, BEGINS + HOUR)


@dataclass
class Kafka:
    """Ends as they are read one after the other, and what is behind."""

    ends_read: list[int]
    behind: dict[str, int] = field(default_factory=dict)

    async def ends(self) -> Ends:
        return {PART: self.ends_read.pop(0)}

    async def waiting(self, ends: Ends) -> dict[str, int]:
        return self.behind


@dataclass
class Bases:
    found: list[Backlog]

    async def look(self, now: datetime) -> Backlog:
        return self.found.pop(0) if len(self.found) > 1 else self.found[0]


async def look(kafka: Kafka, bases: Bases, own: dict[str, int] | None = None) -> WorkInProgress:
    return await SystemWatch(kafka, bases, lambda ends: own or {})(BEGINS)


async def test_the_world_is_quiet_when_nothing_waits_anywhere_and_nothing_moved_meanwhile() -> None:
    sight = await look(Kafka([5, 5]), Bases([Backlog({}, BEGINS)]))
    assert (sight.quiet, sight.next_due) == (True, BEGINS)


async def test_a_record_that_came_during_the_look_is_noticed() -> None:
    assert not (await look(Kafka([5, 6]), Bases([Backlog({}, None)]))).quiet


async def test_a_row_that_came_during_the_look_is_noticed() -> None:
    assert not (await look(Kafka([5, 5]), Bases([Backlog({}, None), Backlog({"notifier.outbox": 1}, None)]))).quiet


async def test_lag_and_webhooks_in_flight_are_waited_for() -> None:
    assert (await look(Kafka([5, 5], {"router.lag:fleet": 3}), Bases([Backlog({}, None)]))).waiting == {
        "router.lag:fleet": 3
    }
    own = {"sandbox.webhooks": 1}
    assert (await look(Kafka([5, 5]), Bases([Backlog({}, None)]), own)).waiting == own


async def test_the_conductor_waits_for_quiet_and_visits_every_moment_that_matters(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    write_moment(path, BEGINS)
    clock, agenda, seen = VirtualClock(path), Agenda(), list[datetime]()
    sights = [WorkInProgress({"notifier.due": 1}), WorkInProgress({"notifier.outbox": 1})]

    async def note(at: datetime) -> None:
        seen.append(clock.now())

    async def looked(now: datetime) -> WorkInProgress:
        assert clock.now() == now
        return sights.pop() if sights else WorkInProgress({}, BEGINS + 3 * HOUR if now < BEGINS + 3 * HOUR else None)

    agenda.at(BEGINS + timedelta(minutes=5), note)
    agenda.at(BEGINS + 8 * HOUR, note)
    clock_driver = ClockDriver(path, agenda, looked, BEGINS, BEGINS + 10 * HOUR)
    await clock_driver.jump()
    assert seen == [BEGINS + HALF, BEGINS + 8 * HOUR]
    assert clock.now() == BEGINS + 10 * HOUR
    assert (clock_driver.progress.jumps, clock_driver.progress.looks) == (4, 7)


async def test_the_clock_goes_up_to_a_ceiling_and_no_further_until_it_is_raised(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    write_moment(path, BEGINS)
    clock, seen, ceilings = VirtualClock(path), list[datetime](), [BEGINS + HOUR, BEGINS + HOUR, BEGINS + 9 * HOUR]

    async def quiet(now: datetime) -> WorkInProgress:
        seen.append(clock.now())
        return WorkInProgress({}, BEGINS + 5 * HOUR if now < BEGINS + 5 * HOUR else None)

    def ceiling() -> datetime:
        return ceilings.pop(0) if len(ceilings) > 1 else ceilings[0]

    await ClockDriver(path, Agenda(), quiet, BEGINS, BEGINS + 8 * HOUR, ceiling).jump()
    # It looked twice at the ceiling, in case something had come up meanwhile.
    assert seen == [BEGINS, BEGINS + HOUR, BEGINS + HOUR, BEGINS + 5 * HOUR, BEGINS + 8 * HOUR]


async def test_at_a_speed_the_clock_runs_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    write_moment(path, BEGINS)

    async def quiet(now: datetime) -> WorkInProgress:
        return WorkInProgress()

    await ClockDriver(path, Agenda(), quiet, BEGINS, BEGINS + HOUR).run(speed=36_000)
    assert VirtualClock(path).now() == BEGINS + HOUR


def test_every_service_is_killed_once_in_each_third() -> None:
    planned = plan(("notifier", "scheduler"), Random(1))
    assert [moment for moment, _ in planned] == sorted(moment for moment, _ in planned)
    assert sorted(name for _, name in planned) == ["notifier"] * 3 + ["scheduler"] * 3
    assert all(0 < moment < 0.9 for moment, _ in planned)


async def test_who_drives_after_one_that_was_killed_never_sets_the_clock_back(tmp_path: Path) -> None:
    async def quiet(now: datetime) -> WorkInProgress:
        shown.append(VirtualClock(path).now())
        return WorkInProgress()

    path, shown = tmp_path / "clock", list[datetime]()

    async def done(at: datetime) -> None:
        shown.append(VirtualClock(path).now())

    agenda = Agenda()
    agenda.at(BEGINS + HOUR, done)
    agenda.at(BEGINS + 26 * HOUR, done)
    write_moment(path, BEGINS + 25 * HOUR)
    await ClockDriver(path, agenda, quiet, BEGINS, BEGINS + 27 * HOUR).jump()
    assert shown[0] == BEGINS + 25 * HOUR
    assert shown == sorted(shown)
    assert VirtualClock(path).now() == BEGINS + 27 * HOUR
