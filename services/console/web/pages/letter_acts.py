"""What a person does about one dead letter: give it back, mend it, give it up. As the commands do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.codec import Malformed, decode_value

from ...acts.give_up import AT_ONCE_MAX, GAVE_UP, discard_letters
from ...acts.letters import TIMES_MAX, Deciding, discard_letter, mend_letter, replay_letter
from ...acts.operations import operating
from ...acts.repair import moved, repaired
from ...acts.replay_run import GAVE_BACK, letter_key
from ...may import Right
from ...target import Target
from ...views.database import Database
from ...views.dead_letters import StoredLetter
from ...views.formatting import moment
from ..access.required import needs
from ..acting import PATIENCE_S, acting_of, answered, by_of
from ..forms import form_of, reason_of, sure_of
from ..letters.asked import LettersAsked
from ..letters.reading import boxed, keys_of, letter_now, letters_asked
from ..no_such import LETTER, NoSuch
from ..site import parts_of

LINES_MAX = 50
MEND_TRIED = "letters-mend-tried"
SETTINGS_FORM = "Fields are named one a line, as data.outstanding.minor=0; values are JSON, or text."
LOOK_AGAIN = UserError("Nothing was given up: look at the group again.", "")
TIMES_KEPT = 1_000
"""One group is given up again and again: others like it come."""
Doing = Callable[[Target, Database, StoredLetter, Deciding], Awaitable[str]]


@needs(Right.ACT_ON_LETTERS)
async def _replay(request: Request) -> Response:
    form = await form_of(request)
    force = form.get("force") == "yes"

    async def doing(target: Target, database: Database, letter: StoredLetter, deciding: Deciding) -> str:
        return await replay_letter(target, database, letter, deciding, force=force)

    # Without force a letter is as sound as it was: then a reason says nothing that its code does not.
    return await _settled(request, form, GAVE_BACK, doing, again=force, needs_reason=force)


@needs(Right.ACT_ON_LETTERS)
async def _mend(request: Request) -> Response:
    form = await form_of(request)
    if form.get("act") == "check":
        return await _checked(request, form)

    async def doing(target: Target, database: Database, letter: StoredLetter, deciding: Deciding) -> str:
        settings, subject, new = _changes(form)
        return await mend_letter(
            target, database, letter, deciding, settings=settings, subject=subject, new=new,
            may_move=form.get("other") == "yes",
        )  # fmt: skip

    return await _settled(request, form, GAVE_BACK, doing)


@needs(Right.ACT_ON_LETTERS)
async def _discard(request: Request) -> Response:
    form = await form_of(request)

    async def doing(target: Target, database: Database, letter: StoredLetter, deciding: Deciding) -> str:
        sure_of(form)
        return await discard_letter(target, database, letter, deciding)

    return await _settled(request, form, GAVE_UP, doing)


@needs(Right.ACT_ON_LETTERS)
async def _discard_group(request: Request) -> Response:
    """Those of a group that somebody saw; whoever gives many up types how many they are."""
    form, by, parts = await form_of(request), by_of(request), parts_of(request)
    group = request.path_params["group"]

    async def act() -> str:
        why, newest = reason_of(form), moment(form.get("newest"))
        if newest is None:
            raise LOOK_AGAIN
        asked = LettersAsked(group=group, until=newest + timedelta(microseconds=1))
        async with parts.views.reading() as database:
            found = await letters_asked(database, asked, limit=AT_ONCE_MAX)
        if found is None or not found.rows:
            raise UserError("None of those that you saw is open any more: somebody settled them.", "")
        if form.get("count", "").strip().replace(",", "") != str(found.total):
            raise UserError(
                f"Nothing was given up: {found.total} of those that you saw are open, type that number.", ""
            )
        with acting_of(request).claims.claimed(("group", group), by, GAVE_UP, again=True, times_max=TIMES_KEPT):
            async with operating(parts.target) as database:
                letters = await boxed(database, [row["id"] for row in found.rows])
                deciding = Deciding(by, why, PATIENCE_S)
                said = await discard_letters(parts.target, database, letters, deciding, acting_of(request).claims)
        more = found.total - len(letters)
        return f"{said} {more} more of them are open: look, and go on." if more else str(said)

    return await answered(request, f"/letters/groups/{group}", act, form)


async def _settled(
    request: Request, form: dict[str, str], done: str, doing: Doing, *, again: bool = False, needs_reason: bool = True
) -> Response:
    """One of several who press the button does it."""
    id, target, by = _id(request), parts_of(request).target, by_of(request)
    letter, times = await _found(request, id)

    async def act() -> str:
        why = reason_of(form) if needs_reason or form.get("reason", "").strip() else None
        if again and times >= TIMES_MAX:
            raise UserError(f"It was given back {times} times already: {TIMES_MAX} are the most.", "")
        with acting_of(request).claims.claimed(letter_key(id), by, done, again=again, times_max=TIMES_MAX):
            async with operating(target) as database:
                return await doing(target, database, letter, Deciding(by, why, PATIENCE_S))

    return await answered(request, f"/letters/{id}", act, form)


async def _checked(request: Request, form: dict[str, str]) -> Response:
    """What would come of mending it so; nothing is done."""
    id, target = _id(request), parts_of(request).target
    letter, _ = await _found(request, id)

    async def act() -> str:
        settings, subject, new = _changes(form)
        now = target.clock().now()
        keys = await keys_of(parts_of(request).views, target)
        original = await asyncio.to_thread(letter.original, keys)
        record = repaired(letter.topic, original if new is None else new, settings, subject, now)
        event = decode_value(letter.topic, record.value, now)
        assert not isinstance(event, Malformed), "what is repaired can be read"
        other = moved(original, record)
        if other is not None and other.sealed and form.get("other") != "yes":
            raise UserError(f"It would be taken, as {event.type}. {other}", "")
        return f"So it would be taken, as {event.type} about {event.subject}. {other or ''} Nothing was done yet."

    return await answered(request, f"/letters/{id}#mend", act, form, keep=True, what=MEND_TRIED)


def _changes(form: dict[str, str]) -> tuple[list[str], str | None, bytes | None]:
    """Fields to set, the subject, a whole new record. Raises `UserError` where there is none, or a line names none."""
    settings = [line.strip() for line in form.get("settings", "").split("\n") if line.strip()]
    subject = form.get("subject", "").strip() or None
    new = form.get("record", "").strip().encode() or None
    if not settings and subject is None and new is None:
        raise UserError("Nothing was changed: set a field, name a case, or give a whole new record.", SETTINGS_FORM)
    if len(settings) > LINES_MAX or any(line.partition("=")[0] in ("", line) for line in settings):
        raise UserError(SETTINGS_FORM, "")
    return settings, subject, new


def _id(request: Request) -> UUID:
    found = request.path_params["id"]
    assert isinstance(found, UUID)
    return found


async def _found(request: Request, id: UUID) -> tuple[StoredLetter, int]:
    found = await letter_now(parts_of(request).views, id)
    if found is None:
        raise NoSuch(LETTER)
    return found


ROUTES = [
    Route("/letters/groups/{group:str}/discard", _discard_group, methods=["POST"]),
    Route("/letters/{id:uuid}/replay", _replay, methods=["POST"]),
    Route("/letters/{id:uuid}/mend", _mend, methods=["POST"]),
    Route("/letters/{id:uuid}/discard", _discard, methods=["POST"]),
]
