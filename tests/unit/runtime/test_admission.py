"""Who holds a line and says nothing whole gives way; whoever is being answered is never cut off."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.runtime.admission import Admission

NONE_TOLD = 0


@dataclass(eq=False)
class Caller:
    quiet: bool = True
    gone: bool = False

    def give_way(self) -> None:
        self.gone = True


@dataclass
class Counted:
    """An admission, and how often somebody had to go."""

    connections_max: int = 3
    bytes_max: int = 100
    times: int = NONE_TOLD
    made: Admission = field(init=False)

    def __post_init__(self) -> None:
        self.made = Admission(self.connections_max, self.bytes_max, self._went)

    def _went(self) -> None:
        self.times += 1

    def callers(self, number: int) -> list[Caller]:
        found = [Caller() for _ in range(number)]
        for caller in found:
            self.made.enter(caller)
        return found


def test_while_there_is_room_nobody_goes() -> None:
    counted = Counted()
    assert not any(caller.gone for caller in counted.callers(3))
    assert counted.times == 0


def test_for_one_more_the_one_goes_that_was_quiet_for_longest() -> None:
    counted = Counted()
    first, second, third = counted.callers(3)
    counted.made.came(first, 1)
    (fourth,) = counted.callers(1)
    assert [one.gone for one in (first, second, third, fourth)] == [False, True, False, False]
    assert (counted.times, counted.made.connections) == (1, 3)


def test_however_many_come_and_say_nothing_who_speaks_last_stays() -> None:
    counted = Counted()
    counted.callers(1000)
    (good,) = counted.callers(1)
    counted.callers(2)
    assert not good.gone
    assert counted.made.connections == 3


def test_who_is_being_answered_does_not_go_and_then_the_newest_is_refused() -> None:
    counted = Counted()
    busy = counted.callers(3)
    for caller in busy:
        caller.quiet = False
    (fourth,) = counted.callers(1)
    assert fourth.gone
    assert not any(caller.gone for caller in busy)
    assert counted.made.connections == 3


def test_of_what_lies_unread_the_quietest_gives_back_first() -> None:
    counted = Counted()
    hoarder, other, good = counted.callers(3)
    counted.made.came(hoarder, 60)
    counted.made.came(other, 30)
    counted.made.came(good, 20)
    assert (hoarder.gone, other.gone, good.gone) == (True, False, False)


def test_who_alone_sends_too_much_goes() -> None:
    counted = Counted()
    (hoarder,) = counted.callers(1)
    counted.made.came(hoarder, 101)
    assert hoarder.gone


def test_what_was_answered_lies_here_no_more() -> None:
    counted = Counted()
    one, other = counted.callers(2)
    for _ in range(50):
        counted.made.came(one, 60)
        counted.made.answered(one)
    counted.made.came(other, 60)
    assert not one.gone
    assert not other.gone


def test_whoever_left_is_not_counted_and_may_leave_twice() -> None:
    counted = Counted()
    callers = counted.callers(3)
    counted.made.came(callers[0], 90)
    for caller in callers:
        counted.made.leave(caller)
        counted.made.leave(caller)
        counted.made.came(caller, 5)
        counted.made.answered(caller)
    assert not any(caller.gone for caller in counted.callers(3))
    assert counted.times == 0
