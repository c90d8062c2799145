"""What drives everything: which loop goes on next, from one port call to the next.

Loops that may have work are drawn at random, and now and then any loop at all. A loop is looked at again only when
its cell was stirred: something happened that may have made work for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from shared.runtime.ports import Conflict, Unavailable
from tests.memory.runtime.broker import Group

from .rates import A_SELDOM_STEP, A_TURN
from .services import SERVICES
from .task import CELL_OF, Cell, Task
from .violation import Violation

if TYPE_CHECKING:
    from .world import World

TICK = timedelta(milliseconds=7)
BACKOFF = timedelta(seconds=1)
BACKOFFS_MAX = 6
IDLE_SHARE = 0.04
"""Turns given to any loop, whether it has work or not, as real loops poll."""
TURNS_MAX, TURNS_A_BORROWER = 60_000, 30_000
TROUBLED_SHARE = 0.5
"""Of these turns, with faults of processes and servers. Each fault makes turns, of those who restart and try again, and
while a text waits for hours a turn makes more than one: without an end to it that day would never be over."""
NEVER = 1 << 60
DECIDING = frozenset({"consume", "timers", "intake", "replay", "operations"})


def _over() -> bool:
    return False


class Driver:
    """`turns` counts how often a loop went on; `after_turn` is told of each, `after_step` of each step that ended."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.turns = 0
        self.next_trouble = NEVER
        self.after_turn: Callable[[Task], None] | None = None
        self.after_step: Callable[[Task, bool], None] | None = None
        kinds = {"", *CELL_OF.values()}
        self.cells = {kind + service: Cell(kind + service) for service in SERVICES for kind in sorted(kinds)}
        self._stirred: list[Cell] = []
        self._ready: list[Task] = []
        self._blocked: list[Task] = []
        self._generations: dict[Group, int] = {}

    def stir(self, name: str) -> None:
        """Something happened that may have made work for the loops at this cell."""
        cell = self.cells[name]
        cell.number += 1
        if not cell.stirred:
            cell.stirred = True
            self._stirred.append(cell)

    def stir_all(self) -> None:
        for name in self.cells:
            self.stir(name)

    def pick(self) -> Task | None:
        """A loop that has work, mostly; now and then any loop. None when there is no work at all."""
        world = self._world
        if world.agenda and world.agenda[0][0] <= world.moment.at:
            world.keep_agenda()
        ready, random = self._ready, world.random.random
        if self._stirred:
            self._gather()
        while ready:
            index = int(random() * len(ready))
            task = ready[index]
            if self._may_go(task):
                if random() < IDLE_SHARE and world.living:
                    tasks = world.living[int(random() * len(world.living))].tasks
                    other = tasks[int(random() * len(tasks))]
                    if not other.replica.paused and not other.once and other.coro is None and other.after is None:
                        if not other.queued:
                            other.queued = True
                            ready.append(other)
                        return other
                return task
            task.queued = False
            ready[index] = ready[-1]
            ready.pop()
        return None

    def waiting(self) -> Task | None:
        """Nobody has work. Somebody who waits for a lock, to ask for it again."""
        for task in self._blocked:
            if task.blocked and not task.replica.paused and not task.replica.process.dead:
                if not task.queued:
                    task.queued = True
                    self._ready.append(task)
                return task
        return None

    def _may_go(self, task: Task) -> bool:
        replica = task.replica
        if replica.process.dead or replica.paused:
            return False
        if task.coro is not None:
            return not task.blocked or task.seen != self.cells[replica.service].number
        if task.after is not None:
            if task.after > self._world.moment.at:
                return False
            task.after = None
        # Mostly there is no work, so whether it would have to wait is asked last.
        if task.seen == task.cell.number or (task.heap is not None and not task.heap):
            return False
        return task.wanted() and not task.waits()

    def _gather(self) -> None:
        """Loops at cells that were stirred, if they have work, join those that are ready."""
        may_go, ready = self._may_go, self._ready
        for cell in self._stirred:
            cell.stirred = False
            number = cell.number
            for task in cell.tasks:
                if task.queued:
                    continue
                if task.coro is None:
                    if task.seen == number:
                        continue
                    if task.after is None and task.heap is not None and not task.heap:
                        continue  # most are asked in vain: nothing lies there
                if may_go(task):
                    task.queued = True
                    ready.append(task)
        self._stirred.clear()
        if self._blocked:
            for task in self._blocked:
                if not task.queued and self._may_go(task):
                    task.queued = True
                    self._ready.append(task)
            self._blocked = [task for task in self._blocked if task.blocked]

    def turn(self, task: Task) -> None:
        self.turns += 1
        if self.turns >= self.next_trouble:
            if self.turns > self._turns_max() * TROUBLED_SHARE:
                self._world.no_more_faults()
            else:
                self.next_trouble = self.turns + self._world.trouble.steps_until(A_TURN)
                self._world.trouble.at_turn()
            if task.replica.process.dead or task.replica.paused:
                return
        if self.turns > self._turns_max():
            raise Violation("I10", "the run", f"not at rest after {self.turns} turns")
        if task.coro is None:
            task.coro, task.began = task.make(), task.cell.number
        try:
            point = task.coro.send(None)
        except StopIteration as stop:
            self._ended(task, stop.value)
        except Unavailable:  # a lock that was waited for in vain is both, and this first
            self._failed(task)
        except Conflict:
            self._ended(task, 1)
        else:
            task.point, task.blocked = point.name, point.blocked
            if point.blocked:
                task.seen = self.cells[task.replica.service].number
                if task not in self._blocked:
                    self._blocked.append(task)
            if (rate := A_SELDOM_STEP.get(task.name) or A_SELDOM_STEP.get(point.name)) and self.next_trouble < NEVER:
                self._world.trouble.at_seldom_step(task.replica, rate)
            if self.after_turn is not None:
                self.after_turn(task)
            if self._world.trace is not None:
                what = f"{task.name}: {point.name}{' waits' if point.blocked else ''}"
                self._world.note("step", task.replica.name, what)

    def _turns_max(self) -> int:
        return TURNS_MAX + TURNS_A_BORROWER * self._world.size

    def _ended(self, task: Task, done: Any) -> None:
        task.coro, task.blocked, task.point, task.failures = None, False, "", 0
        if self.after_step is not None:
            self.after_step(task, bool(done))
        self._world.moment.at += TICK
        if task.once:
            task.wanted = _over
            task.replica.tasks.remove(task)
            task.cell.tasks.remove(task)
        if done:
            task.seen = -1  # while it waited for a lock it had seen another cell, whose number may come here as well
            self.stir(task.cell.name)
            if task.name in DECIDING:
                self.stir(task.replica.service)
        else:
            task.seen = task.began
        if task.replica.relay.waiting:
            self.stir(f"outbox {task.replica.service}")
        if task.name == "consume":
            self._follow(task)
        elif task.name == "relay" and done:
            self.stir(f"places {task.replica.service}")  # what was published is told to the group
        elif task.name in ("places", "clock"):
            self._begins_again(task)

    def _follow(self, task: Task) -> None:
        """After a rebalance everybody has something to read."""
        group = task.replica.log.group
        if group.moving or group.generation != self._generations.get(group):
            self._generations[group] = group.generation
            self.stir(task.cell.name)

    def _begins_again(self, task: Task) -> None:
        """What was held waits no more."""
        if not task.replica.waits():
            for kind in ("", "log ", "outbox ", "texts "):
                self.stir(kind + task.replica.service)

    def _failed(self, task: Task) -> None:
        """As the loops of a service do: wait, ever longer, and try again. It may be another database by then."""
        self.stir(f"places {task.replica.service}")
        failures = min(task.failures + 1, BACKOFFS_MAX)
        blocked = any(other.blocked for replica in self._world.living for other in replica.tasks)
        self._ended(task, blocked)
        task.failures, task.after, task.seen = failures, self._world.moment.at + BACKOFF * 2**failures, -1
        self._world.later(task.after, partial(self.stir, task.cell.name))
        for name in (task.cell.name, task.replica.service, f"outbox {task.replica.service}"):
            self.stir(name)
