"""A switch thrown: sending or visiting stopped or resumed for everything, a region or a case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from deploy.local.user_error import UserError
from shared.contracts.switches import SwitchResumed, SwitchStopped, Throw

from ..target import Target
from ..typed import What
from ..views.database import Database
from ..views.switches import SwitchState, merged, newest
from .producer import NotTaken, publish

SwitchThrow = SwitchStopped | SwitchResumed
ALL = "all"
SCOPES = "`all`, `region:NAME` or `case:ID`"
SCOPE = re.compile(r"all|region:[a-z0-9][a-z0-9-]{0,31}|case:[A-Za-z0-9][A-Za-z0-9._:-]{0,58}")


@dataclass(frozen=True, slots=True)
class CheckedScope:
    """`doubt` is why nobody could look whether anybody is in it, or nothing."""

    scope: str
    doubt: str = ""


def thrown_switch(event: type[SwitchThrow], what: What, scope: str, cause: str, by: str, at: datetime) -> SwitchThrow:
    """Each throw is a new fact, so its id is random. Raises `ValidationError`."""
    return event(id=str(uuid4()), source="console", subject=scope, time=at, data=Throw(what=what, cause=cause, by=by))


async def throw(target: Target, event: type[SwitchThrow], what: What, scope: str, cause: str, by: str) -> SwitchThrow:
    """It is on its way to the services when this returns. Raises `UserError` when no broker has it."""
    thrown = thrown_switch(event, what, scope, cause, by, target.clock().now())
    try:
        await publish(target, thrown)
    except NotTaken as error:
        raise not_thrown(event, error) from None
    return thrown


def not_thrown(event: type[SwitchThrow], error: NotTaken) -> UserError:
    """What that means for whoever threw it, and what does stop everything."""
    done = "stopped" if event is SwitchStopped else "resumed"
    if error.may_be_there:
        meant = f"Whether anything was {done} is not known: ./doorstep switch ls says it once Kafka answers."
    else:
        meant = f"Nothing was {done}."
    ends = " To stop all texts and visits now: ./doorstep down, or end the services." if event is SwitchStopped else ""
    return UserError(f"{error.trouble.what} {meant}", f"{error.todo}{ends}")


def scope_typed(text: str) -> str:
    """As scopes are written: a region's name has small letters, so nobody has to know that it has."""
    kind, colon, name = text.strip().partition(":")
    kind = kind.lower()
    return f"{kind}{colon}{name.lower() if kind == 'region' else name}"


async def scope_checked(database: Database, scope: str) -> CheckedScope:
    """A stop that holds for nobody is a mistyped one. Raises `UserError` with what there is."""
    kind, _, name = scope.partition(":")
    if kind == "region":
        known = [str(row["region"]) for row in await database.rows("regions_known")]
        if not known:
            return CheckedScope(
                scope, "No case and no collector is known yet, so nobody could look whether that is one."
            )
        if name not in known:
            raise UserError(f"No case and no collector is in a region {name!r}. There is: {', '.join(known)}.", "")
    elif kind == "case" and not await database.rows("case_known", case=name):
        raise UserError("There is no such case.", "")
    return CheckedScope(scope)


async def switch_state(database: Database, what: What, scope: str) -> SwitchState | None:
    """As it was thrown last, as far as any service knows."""
    states = newest(merged(await database.rows("switches")))
    return next((state for state in states if (state.what, state.scope) == (what, scope)), None)


async def stopped_now(database: Database, what: What, scope: str, seen: str | None = None) -> SwitchState:
    """Raises `UserError` where it is not stopped, or not by the stop that somebody looked at."""
    now = await switch_state(database, what, scope)
    if now is None or not now.stopped:
        raise UserError("It is not stopped any more: somebody resumed it." if seen else "It is not stopped.", "")
    if seen is not None and now.seen != seen:
        raise UserError(f"It was stopped anew meanwhile: {now.cause}. Look again.", "")
    return now
