"""What operators do in the simulation: they publish it, as the console's commands do; the services carry it out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.contracts.operations import (
    ForgottenPerson,
    LetterDiscarded,
    OpenLetter,
    ParkedAggregate,
    PersonForgotten,
    ReplayAsked,
)
from shared.ids import derive
from shared.runtime.ports import Record
from shared.runtime.steps.pending_input import known_by

from .rates import A_REQUEST

if TYPE_CHECKING:
    from .world import World

BY = "ops-7"
FORGET_EVERY = timedelta(hours=12)


def give_up_letter(world: World, case: str) -> None:
    """Settle the letter about a record of the case that nobody could read: `dlq discard`."""
    letter = world.watch.posts.letter_about(case)
    if letter is None or letter not in world.databases["notifier"].dead:
        return
    discarded = LetterDiscarded(
        id=str(derive("operator", "discard", letter)), source="console", subject="notifier", time=world.moment.at,
        data=OpenLetter(by=BY, why="a drill", letter=letter),
    )  # fmt: skip
    world.watch.posts.settles(case, known_by(discarded))
    world.say(discarded)


def forget_somebody(world: World) -> None:
    ask_to_forget(world, world.random.choice(list(world.borrowers.by_phone.values())).who.id)


def forget_as_a_visit_is_asked(world: World, record: Record) -> None:
    """Somebody asks to be forgotten just when they are to be visited, and their key may be gone when router looks where
    they live. Later than that hardly: with the person goes their visit.
    """
    if world.profile is not None or b'"doorstep.visit.requested.v1"' not in (record.value or b""):
        return
    if world.drawn(A_REQUEST) is None:
        return
    debt = world.borrowers.debts.get((record.key or b"").decode())
    if debt is not None:
        world.count("race: forgotten as a visit is asked for")
        ask_to_forget(world, debt.who.id)


def ask_to_forget(world: World, borrower: str, tries: int = 20) -> None:
    """They ask to be forgotten: `person forget`. Refused while a reply is not read, or a case is set aside; so it is
    asked again."""
    if borrower in world.keys.forgotten.values():
        world.count("key forgotten")
    elif tries:
        _forget(world, borrower)
        world.later(world.moment.at + FORGET_EVERY, lambda: ask_to_forget(world, borrower, tries - 1))


def _forget(world: World, borrower: str) -> None:
    world.said += 1
    asked = PersonForgotten(
        id=f"forget-{world.said}", source="console", subject="notifier", time=world.moment.at,
        data=ForgottenPerson(by=BY, why="asked for by letter", borrower=borrower),
    )  # fmt: skip
    world.say(asked)


def replay(world: World, service: str, aggregate: str) -> None:
    """What broke it is mended: `dlq replay`."""
    world.said += 1
    asked = ReplayAsked(
        id=f"replay-{world.said}", source="console", subject=service, time=world.moment.at,
        data=ParkedAggregate(by=BY, aggregate=aggregate),
    )  # fmt: skip
    world.say(asked)
