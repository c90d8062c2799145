"""What must always be true. Each rule sees what became durable, step by step, and raises `Violation` at once.

| rule | in a sentence | where |
|---|---|---|
| I1 | no accepted input is lost, and none is handled twice | `inputs`, `timers` |
| I2 | at most one POST per intent | `posts` |
| I3 | no visit without a permit and a delivered notice, early enough, within hours | `doors` |
| I4 | nothing goes out after a stored STOP, a payment in full, a brake, or while a switch is on | `posts`, `words` |
| I5 | versions of a case are gapless, one writer each | `inputs` |
| I6 | an answer from before its deadline beats the timer | `doors` |
| I7 | nobody is at two doors, no crew is short of people or papers | `doors`, `papers` |
| I8 | contact caps and hours hold | `posts` |
| I9 | the history folds to the state that is stored | `ending` |
| I10 | when faults stop everything comes to rest, and no case waits for nothing | `ending` |
| I11 | nothing personal in clear anywhere | `privacy` |
| I12 | what was sealed under a forgotten key stays shut | `ending` |
| I13 | nobody waits for a reason that is ours, nothing is done on the word of a machine | `ours` |
| I14 | nothing counted goes out while what the bank said of the case lay unread for more than five minutes | `posts` |
| I15 | of what the bank said the newest counts: nothing goes out, and a case is closed, exactly as it says | `owed` |
| I16 | who writes is answered: no answer is given up before it could go out; a STOP in minutes or never | `answers` |
| I17 | nobody is told that a crew comes once that visit was moved, held or given up, or got another crew | `untrue` |
| I18 | nobody is told that a time is closed who did not name one at which nobody may come | `wishes` |
| I19 | what became of a time that was agreed goes out before what promises another | `order` |
| I22 | who comes is told in time, not days before; a change before that is no news; whoever comes was named | `names` |
| I23 | what is open stays; what is over is written down before it goes; nobody decides on what is gone | `ended` |
| I24 | no step of the cadence is told twice | `steps` |
| I25 | who refuses visits is promised none in any case, now or later, until an operator ends it | `no_visits` |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.sandbox.crews import Trip
from shared.runtime.ports import IntakeRow, Record, Writes
from tests.memory.runtime.reading import Read

from .answers import Answers
from .doors import Doors
from .ended import Ended
from .ending import Ending
from .held_visits import HeldVisits
from .inputs import Inputs
from .names import Names
from .no_visits import NoVisits
from .order import Order
from .ours import Ours
from .owed import Owed
from .papers import Papers
from .posts import Posts
from .privacy import Privacy
from .timers import Timers
from .untrue import Untrue
from .wishes import Wishes

if TYPE_CHECKING:
    from ..world import World

__all__ = ["Watch"]


class Watch:
    def __init__(self, world: World) -> None:
        self.inputs, self.timers, self.privacy = Inputs(world), Timers(world), Privacy()
        self.owed, self.answers = Owed(world), Answers(world)
        self.posts, self.doors, self.ours = Posts(world, self.inputs, self.owed), Doors(world), Ours(world)
        self.papers, self.untrue, self.wishes = Papers(world), Untrue(world), Wishes(world)
        self.order, self.names, self.ending = Order(world), Names(world), Ending(world, self.inputs)
        self.ended = Ended(world, self.inputs, self.owed, self.privacy)
        self.no_visits, self.held_visits = NoVisits(world, self.inputs), HeldVisits(world)

    def watched_reads(self, reads: dict[str, Read]) -> dict[str, Read]:
        return self.no_visits.watched_reads(self.posts.watched_reads(reads))

    def taken_in(self, row: IntakeRow) -> None:
        self.inputs.taken_in(row)
        self.posts.taken_in(row)
        self.ours.taken_in(row)
        self.answers.taken_in(row)
        self.no_visits.taken_in(row)
        self.privacy.taken_in(row)

    def committed(self, service: str, unit: Any, writes: Writes) -> None:
        self.inputs.committed(service, writes)
        self.timers.committed(service, writes)
        self.privacy.committed(writes)
        self.ended.committed(service, writes)
        if service == "notifier":
            self.untrue.committed(writes, self.posts.looked_at(unit))
            self.no_visits.committed(unit, writes, self.posts.looked_at(unit))
            self.order.committed(writes)
            moment = self.posts.moment_of(unit)
            self.posts.committed(unit, writes)
            self.ours.committed(writes)
            self.answers.committed(writes, moment)
        elif service == "scheduler":
            self.doors.decided(writes)
            self.untrue.decided(writes)
            self.order.decided(writes)
            self.names.decided(writes)
            self.no_visits.scheduled(writes)

    def appended(self, record: Record) -> None:
        self.inputs.appended(record)
        if record.topic == "loans" and record.key is not None:
            self.posts.said(record)
        self.privacy.appended(record)
        self.doors.appended(record)
        self.papers.appended(record)
        self.wishes.appended(record)
        self.owed.appended(record)
        self.no_visits.appended(record)

    def posted(self, intent: UUID, to: str) -> None:
        self.posts.posted(intent)

    def set_out(self, trip: Trip) -> None:
        self.doors.visiting(trip)
        self.posts.set_out(trip)
        self.no_visits.sent(trip)

    def at_the_door(self, trip: Trip) -> None:
        self.doors.visiting(trip)
        self.papers.check(trip)
        self.names.at_the_door(trip)
        self.posts.visited(trip)
        self.no_visits.sent(trip)

    def at_rest(self) -> None:
        self.posts.check()
        self.ours.check()
        self.owed.check()
        self.no_visits.check()
        self.held_visits.check()
        self.ending.check()
