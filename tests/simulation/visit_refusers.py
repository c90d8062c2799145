"""Who refuses visits for ever: before one is offered, to an offer, with one agreed or permitted, as the crew sets out.

They say so beside a STOP or a START, and again after an operator ended the hold. What they say is what the product
promises to understand (`test_visits_refused`). Each has a die of its own, so that runs in which nobody refuses stay as
they are.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Literal

from .operators import ends_hold, listed_for
from .profiles import is_to_the_door
from .rates import A_REFUSAL_BESIDE, A_REFUSED_VISIT, A_REFUSER, AN_ENDED_REFUSAL

if TYPE_CHECKING:
    from .borrowers import SimulatedBorrower
    from .world import World

Moment = Literal["before-an-offer", "offer", "agreed", "permit", "crew-on-the-road"]
NEVER = {
    "en": ("do not come to my house", "I don't want visits", "stop coming", "never come to my house again"),
    "pt": ("não venham à minha casa", "não quero visitas", "nunca mais venham a minha casa"),
    "es": ("no vengan a mi casa", "no quiero visitas", "no quiero que vengan a mi casa"),
}
IN_THE_SAME_TEXT = ("STOP", "START")
SAID = frozenset(words for ways in NEVER.values() for words in ways)
REFUSALS = SAID | {f"{word}. {words}" for word in IN_THE_SAME_TEXT for words in SAID}
"""Every text that refuses visits."""
AT_THE_DOOR = frozenset[Moment](("permit", "crew-on-the-road"))
"""When also somebody who wanted their visit may no longer want it."""
READ_WITHIN = timedelta(days=12)


class VisitRefusers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._dice: dict[str, Random] = {}
        self._refused: set[str] = set()

    def enters(self, one: SimulatedBorrower) -> None:
        """Some of them say it whenever it comes to their mind."""
        if self._changes_mind(one, "before-an-offer"):
            at = self._world.days * self._die(one).random() ** 2 * timedelta(days=1)
            self._refuses(one, "before-an-offer", self._world.moment.at + at)

    def hears_of(self, one: SimulatedBorrower, moment: Moment, until: datetime) -> None:
        """A visit of theirs came so far; what they say they say by `until`."""
        if self._changes_mind(one, moment):
            now = self._world.moment.at
            self._refuses(one, moment, now + max(until - now, timedelta(0)) * self._die(one).random())

    def refuses(self, one: SimulatedBorrower, at: datetime) -> None:
        """Whatever comes of their visits."""
        self._refuses(one, "before-an-offer", at)

    def _die(self, one: SimulatedBorrower) -> Random:
        return self._dice.setdefault(one.who.id, Random(f"visits refused {self._world.seed} {one.who.id}"))

    def _changes_mind(self, one: SimulatedBorrower, moment: Moment) -> bool:
        world = self._world
        if world.profile is not None or (is_to_the_door(world) and moment not in AT_THE_DOOR):
            return False
        rate = A_REFUSER["again"] if one.who.id in self._refused else A_REFUSED_VISIT[moment]
        times = A_REFUSER["times-of-two-cases"] if len(one.debts) > 1 else 1.0
        return self._die(one).random() < rate * times

    def _refuses(self, one: SimulatedBorrower, moment: Moment, at: datetime) -> None:
        die, later = self._die(one), self._world.later
        words, meant, beside = die.choice(NEVER[one.who.person.language]), "", self._beside(die)
        if beside in IN_THE_SAME_TEXT:
            words, meant = f"{beside}. {words}", "stop-words" if beside == "STOP" else ""
        elif beside is not None:
            apart, word = timedelta(minutes=4 * die.random() - 2), beside.removeprefix("a-")
            later(max(at + apart, self._world.moment.at), lambda: self._world.borrowers.says(one, word))
        self._world.count(f"visits refused beside {beside}", beside)
        later(at, partial(self._says, one, moment, words, meant))

    @staticmethod
    def _beside(die: Random) -> str | None:
        left = die.random()
        for beside, rate in A_REFUSAL_BESIDE.items():
            left -= rate
            if left < 0:
                return beside
        return None

    def _says(self, one: SimulatedBorrower, moment: Moment, words: str, meant: str) -> None:
        world, die = self._world, self._die(one)
        world.count(f"visits refused: {moment}")
        world.count("visits refused again", one.who.id in self._refused)
        world.count("visits refused, of two cases", len(one.debts) > 1)
        self._refused.add(one.who.id)
        world.borrowers.says(one, words, meant=meant)
        if die.random() < AN_ENDED_REFUSAL["ended"]:
            cases = [debt.case for debt in one.debts]
            if die.random() < AN_ENDED_REFUSAL["of-one-case-alone"]:
                cases = [die.choice(cases)]
            texts_alone = die.random() < AN_ENDED_REFUSAL["texts-alone"]
            at = world.moment.at + READ_WITHIN * die.random()
            for case in cases:
                world.later(at, partial(self._is_ended, case, texts_alone))

    def _is_ended(self, case: str, texts_alone: bool) -> None:
        if listed_for(self._world, case, "visits-refused"):
            self._world.count(f"refusal of visits ended{', texts go on alone' if texts_alone else ''}")
            ends_hold(self._world, case, "visits-refused", visits_stop=texts_alone)
