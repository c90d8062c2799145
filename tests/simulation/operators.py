"""What operators do in the simulation: they publish it, as the console's commands do; the services carry it out."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from shared.contracts import switches
from shared.contracts.operations import (
    ForgottenPerson,
    HeldCase,
    HoldReleased,
    LetterDiscarded,
    OpenLetter,
    ParkedAggregate,
    PersonForgotten,
    ReplayAsked,
)
from shared.ids import derive
from shared.runtime.ports import Record
from shared.runtime.steps.pending_input import known_by

from .deeds import DEEDS
from .people import REGION
from .rates import A_REQUEST
from .standing import standing

if TYPE_CHECKING:
    from .world import World

BY = "ops-7"
FORGET_EVERY, VISIT_WITHIN = timedelta(hours=12), timedelta(days=7)


def give_up_letter(world: World, case: str) -> None:
    """Settle the letter about a record of the case that nobody could read: `dlq discard`."""
    letter = world.watch.posts.letter_about(case)
    if letter is None or letter not in world.databases["notifier"].dead:
        return
    world.watch.posts.settles(case, known_by(give_up(world, letter)))


def give_up(world: World, letter: UUID) -> LetterDiscarded:
    discarded = LetterDiscarded(
        id=str(derive("operator", "discard", letter)), source="console", subject="notifier", time=world.moment.at,
        data=OpenLetter(by=BY, why="a drill", letter=letter),
    )  # fmt: skip
    world.say(discarded)
    return discarded


def forget_somebody(world: World) -> None:
    ask_to_forget(world, world.random.choice(list(world.borrowers.by_phone.values())).who.id)


def as_a_visit_is_asked(world: World, record: Record) -> None:
    """Somebody asks to be forgotten just when they are to be visited, and their key may be gone when router looks where
    they live. Later than that hardly: with the person goes their visit. Or the bank does something in the days in which
    the visit is agreed and waited for.
    """
    if world.profile is not None or b'"doorstep.visit.requested.v1"' not in (record.value or b""):
        return
    fate, debt = world.drawn(A_REQUEST), world.borrowers.debts.get((record.key or b"").decode())
    if fate is None or debt is None:
        return
    world.count(f"race: {fate} as a visit is asked for")
    if fate == "forgotten":
        ask_to_forget(world, debt.who.id)
    else:
        at = world.moment.at + VISIT_WITHIN * world.random.random()
        world.later(at, partial(world.borrowers.does, debt, world.random.choice(DEEDS)))


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


def throw_switch(world: World) -> bool:
    """They stop texts or visits, and some hours later no longer."""
    random = world.random
    what: str = random.choice(("sending", "visiting"))
    scope = random.choice(("all", f"region:{REGION}", f"case:{random.choice(world.borrowers.cases)}"))

    def throw(event: type[switches.Switch]) -> None:
        world.said += 1
        data = switches.Throw(what=what, cause="drill")
        made = event(
            id=f"switch-{world.said}", type=event.model_fields["type"].default, source="operator",
            subject=scope, time=world.moment.at, data=data,
        )  # fmt: skip
        world.say(made)

    throw(switches.SwitchStopped)
    world.thrown[what, scope] = world.thrown.get((what, scope), 0) + 1

    def resume() -> None:
        world.thrown[what, scope] -= 1
        if not world.thrown[what, scope]:
            throw(switches.SwitchResumed)

    world.later(world.moment.at + timedelta(hours=1 + 7 * random.random()), resume)
    return True


def listed_for(world: World, case: str, cause: str) -> bool:
    """Does an operator find this hold: `held ls --cause`?"""
    if case not in world.databases["notifier"].states:
        return False
    state = json.loads(standing(world, "notifier", case))
    return state["kind"] == "held" and any(brake["cause"] == cause for brake in state["brakes"])


def ends_hold(world: World, case: str, cause: str, *, visits_stop: bool) -> None:
    """They say that it is over: `held end`. With `visits_stop` only texts go on: visits are switched off before it."""
    if visits_stop:
        scope = f"case:{case}"
        world.thrown["visiting", scope] = world.thrown.get(("visiting", scope), 0) + 1
        world.said += 1
        off = switches.SwitchStopped(
            id=f"switch-{world.said}", source="operator", subject=scope, time=world.moment.at,
            data=switches.Throw(what="visiting", cause=cause, by=BY),
        )  # fmt: skip
        world.say(off)
    world.said += 1
    released = HoldReleased(
        id=f"held-end-{world.said}", source="console", subject="notifier", time=world.moment.at,
        data=HeldCase(by=BY, why="a drill", case=case, cause=cause),
    )  # fmt: skip
    world.watch.no_visits.ends(released)
    world.say(released)
