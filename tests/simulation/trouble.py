"""What goes wrong, drawn from the table of rates. Each fault is counted under its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from math import log
from typing import TYPE_CHECKING

from shared.contracts import fleet
from shared.ids import derive
from shared.runtime.ports import Conflict, Unavailable
from tests.memory.runtime import Fault
from tests.memory.runtime.landing import lose

from .clocks import far_off, step
from .corrections import correct
from .held_tables import hold
from .operators import throw_switch
from .people import COLLECTORS, REGION
from .rates import A_CALL, A_TURN
from .removed import perhaps_removed

if TYPE_CHECKING:
    from .replica import Replica
    from .world import World

LOGGED = timedelta(days=27)
"""Topics keep a record for 30 days, and ids are known for a day longer: a reader may stand still meanwhile."""
FLOOD = 150
A_MINUTE = timedelta(minutes=1)
UNREAD_MIN = timedelta(minutes=20)
SESSION = timedelta(seconds=10)
RETRIED = frozenset({"store.open", "store.commit"})
DOUBTFUL = frozenset({"store.commit", "store.take_in", "store.published", "store.adopt_leftovers", "out.publish"})
HITS = {"serialisation-failure": RETRIED, "answer-lost": DOUBTFUL, "commit-late": frozenset({"store.commit"})}
"""Port calls that such a fault may befall; the others may befall any."""
LOCAL = frozenset({"log.give_back", "clock.sleep_until"})
"""What needs nobody else, and so can't fail."""
SAYS_MORE = frozenset(
    {
        "crash",
        "pause",
        "database-gone",
        "broker-gone",
        "reader-stands-still",
        "broken-decision",
        "clock-far-off",
        "table-held",
    }
)
"""Faults that note themselves, with whom they strike."""
GARBAGE = (None, b"", b"\xff\xfe", b"[]", b'{"type":"doorstep.loan.overdue.v9"}', b'{"type":"doorstep.loan.closed.v1"}')


class Trouble:
    def __init__(self, world: World) -> None:
        self._world = world
        self._at_turn: dict[str, Callable[[], bool]] = {
            "crash": self._crash,
            "pause": self._pause,
            "rebalance": self._rebalance,
            "old-offset": self._old_offset,
            "duplicate-record": self._duplicate,
            "database-gone": self._database_gone,
            "broker-gone": self._broker_gone,
            "clock-step": partial(step, world),
            "clock-far-off": partial(far_off, world),
            "table-held": partial(hold, world),
            "poison": self._poison,
            "reader-stands-still": self._reader_stands_still,
            "garbage-flood": self._flood,
            "broken-decision": self._broken_decision,
            "switch": partial(throw_switch, world),
            "collector-ill": self._ill,
            "staff-corrects": self._staff_corrects,
        }
        assert set(self._at_turn) == set(A_TURN)

    def steps_until(self, rates: dict[str, float]) -> int:
        """A draw of how long it takes until one of the faults happens."""
        return max(1, round(log(1.0 - self._world.random.random()) / log(1.0 - sum(rates.values()))))

    def at_call(self, replica: Replica, call: str) -> Fault | None:
        world = self._world
        if call.startswith("sms") or call in LOCAL:
            return None
        if world.gone and (until := world.gone.get(self._other_side(replica, call))) is not None:
            if until > world.moment.at:
                return Fault(Unavailable("gone"))
            del world.gone[self._other_side(replica, call)]
        if call == "log.poll" and replica.name in world.still:
            return Fault(Unavailable("stands still"))
        if world.calls < world.next_call_trouble:
            return None
        world.next_call_trouble = world.calls + self.steps_until(A_CALL)
        kind = world.random.choices(list(A_CALL), list(A_CALL.values()))[0]
        if call not in HITS.get(kind, (call,)):
            return None
        world.count(f"fault: {kind}")
        world.note("fault", replica.name, f"{kind} at {call}")
        if kind == "commit-late":
            return Fault(Unavailable(kind), late=True)
        if kind == "serialisation-failure":
            return Fault(Conflict("serialisation"))
        return Fault(Unavailable(kind), done=1 if kind == "answer-lost" else 0)

    @staticmethod
    def _other_side(replica: Replica, call: str) -> str:
        return f"database {replica.service}" if call.startswith("store") else "broker"

    def at_seldom_step(self, replica: Replica, rate: float) -> None:
        """A process that goes on here dies now and then."""
        if "crash" not in self._world.without and self._world.random.random() < rate:
            self._world.count("fault: crash")
            self._world.kill(replica, self._back_in())

    def at_turn(self) -> None:
        self.strike(self._world.random.choices(list(A_TURN), list(A_TURN.values()))[0])

    def strike(self, kind: str) -> None:
        if kind not in self._world.without and self._at_turn[kind]():
            self._world.count(f"fault: {kind}")
            if kind not in SAYS_MORE:
                self._world.note("fault", "", kind)
            self._world.driver.stir_all()

    def is_over(self) -> None:
        """Who was gone is back, and nobody outside holds anything."""
        self._world.gone.clear()
        self._world.still.clear()
        for database in self._world.databases.values():
            database.held_tables.clear()

    def any(self) -> Replica | None:
        living = self._world.living
        return living[int(self._world.random.random() * len(living))] if living else None

    def _crash(self) -> bool:
        replica = self.any()
        if replica is not None:
            self._world.kill(replica, self._back_in())
        return replica is not None

    def _back_in(self) -> timedelta:
        return timedelta(seconds=0.2 + 30 * self._world.random.random())

    def _pause(self) -> bool:
        """Longer than the session, as by SIGSTOP: the group and the server give it up, and it does not know."""
        replica, world = self.any(), self._world
        if replica is None or replica.paused:
            return False
        replica.paused = True
        world.note("fault", replica.name, "pause")

        def gives_up() -> None:
            if replica.paused and not replica.process.dead:
                busy = replica.log.busy
                world.count("zombie with records in work", busy)
                replica.log.expire()
                replica.lose_connections()
                world.driver.stir_all()

        def wakes() -> None:
            replica.paused = False
            world.driver.stir_all()

        world.later(world.moment.at + SESSION, gives_up)
        world.later(world.moment.at + SESSION + timedelta(seconds=50 * world.random.random()), wakes)
        return True

    def _rebalance(self) -> bool:
        replica = self.any()
        if replica is not None:
            self._world.broker.rebalance(replica.log.group)
        return replica is not None

    def _old_offset(self) -> bool:
        """Offsets fall back: a lost commit, an operator, a restored topic."""
        replica, world = self.any(), self._world
        if replica is None or not replica.log.group.committed:
            return False
        group = replica.log.group
        part = world.random.choice(list(group.committed))
        group.committed[part] = max(0, group.committed[part] - 1 - int(world.random.random() * 5))
        world.broker.rebalance(group)
        return True

    def _duplicate(self) -> bool:
        """The same record twice, as producers without idempotence send it."""
        world = self._world
        if not world.broker.records:
            return False
        records = world.broker.records[world.random.choice(list(world.broker.records))]
        record = records[int(world.random.random() * len(records))]
        said_at = next(one.at for one in records if one.value == record.value)  # it may be a repetition itself
        if said_at < world.moment.at - LOGGED:
            return False  # no topic keeps it so long
        world.broker.append(record.topic, record.key, record.value, record.partition)
        return True

    def _database_gone(self) -> bool:
        replica, world = self.any(), self._world
        if replica is None:
            return False
        world.gone[f"database {replica.service}"] = world.moment.at + timedelta(
            seconds=600 * world.random.random() ** 3
        )
        for other in world.living:
            if other.service == replica.service:
                other.lose_connections()
                other.database.living.discard(other.store.owner)
        lose(world.databases[replica.service])
        world.note("fault", replica.service, "database-gone")
        return True

    def _broker_gone(self) -> bool:
        world = self._world
        world.gone["broker"] = world.moment.at + timedelta(seconds=600 * world.random.random() ** 3)
        world.note("fault", "", "broker-gone")
        return True

    def _reader_stands_still(self) -> bool:
        """It keeps its partitions, and all else goes on, but it reads nothing until after somebody's next timer was
        due; and what that person pays meanwhile lies there."""
        world, now = self._world, self._world.moment.at
        timers = world.databases["notifier"].timers
        due, case = next(((due, case) for due, case, _ in timers if due > now + UNREAD_MIN), (now, ""))
        place = ("loans", world.broker.partition_of("loans", case))
        replica = next((each for each in world.living if place in each.log.assigned), None)
        if replica is None or case not in world.borrowers.debts:
            return False
        world.note("fault", replica.name, "reader-stands-still")
        until = world.still[replica.name] = due + timedelta(hours=4)

        def reads_again() -> None:
            if world.still.get(replica.name) == until:
                del world.still[replica.name]
                world.driver.stir_all()

        world.later(until - A_MINUTE, partial(perhaps_removed, world, place))
        world.later(until, reads_again)
        world.later(due - UNREAD_MIN, partial(world.borrowers.does, world.borrowers.debts[case], "pay"))
        return True

    def _flood(self) -> bool:
        """Enough garbage in one partition to open its topic's breaker, with whatever comes behind it."""
        world = self._world
        topic = world.random.choice(("loans", "outcomes"))
        partition = int(world.random.random() * world.partitions)
        for _ in range(FLOOD):
            world.broker.append(topic, None, b"garbage!", partition)
        return True

    def _poison(self) -> bool:
        world = self._world
        topic = world.random.choice(("loans", "texts", "visits", "routing", "outcomes", "appointments"))
        value = world.random.choice(world.garbage)
        world.broker.append(topic, b"case-poison", value, int(world.random.random() * world.partitions))
        return True

    def _broken_decision(self) -> bool:
        world = self._world
        service = world.random.choice(list(world.databases))
        names = list(world.databases[service].states)
        if not names:
            return False
        place = (service, world.random.choice(names))
        world.broken.add(place)
        world.note("fault", place[0], "broken-decision", case=place[1])
        world.later(world.moment.at + timedelta(hours=40 * world.random.random() ** 2), lambda: world.mend(place))
        return True

    def _ill(self) -> bool:
        world, at = self._world, self._world.moment.at
        name = f"C{int(world.random.random() * COLLECTORS)}"
        data = fleet.Absence(collector=name, start=at, end=at + timedelta(days=3), cause="ill")
        world.crews.ill_until[name] = data.end
        event_id = str(derive("ill", name, at.isoformat()))
        world.say(fleet.CollectorUnavailable(id=event_id, source="staff-system", subject=REGION, time=at, data=data))
        return True

    def _staff_corrects(self) -> bool:
        correct(self._world)
        return True
