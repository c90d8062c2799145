"""A borrower asks to be forgotten, or for what is known of them.

Notifier carries out the one, in one transaction, and says what came of it. The other is read here and given to a file.
"""

from __future__ import annotations

from typing import Any

from deploy.local.user_error import UserError
from shared.contracts.operations import PersonForgotten
from shared.policy import load_pack
from shared.privacy.keys import KeyRing

from ..store.trail import Trail, TrailAsked
from ..target import Target
from ..views.data_keys import DatabaseKeys
from ..views.database import Database
from ..views.known_of_a_person import known_of
from ..views.person_replies import replies_of
from .letters import Deciding
from .operations import OperationAnswer, ask_one, operation

FORGET, EXPORT = "person-forget", "person-export"
NOT_SAID = (
    "Words of replies that were understood are kept in a topic for 30 days, so older ones are not here. Records that "
    "could not be read are not here either. The carrier and the bank have records of their own."
)


async def forget_person(target: Target, database: Database, borrower: str, deciding: Deciding) -> OperationAnswer:
    """What came of it. Raises `UserError` where the services could not read it, or no broker takes it."""
    about = {"by": deciding.by, "why": deciding.why, "borrower": borrower}
    asked = operation(PersonForgotten, "notifier", target.clock().now(), **about)
    return await ask_one(target, database, asked, deciding.patience_s)


async def known_of_person(target: Target, database: Database, trail: Trail, borrower: str) -> dict[str, Any]:
    """Everything, opened, with who saw values of theirs. Raises `UserError` where nobody is known by that id."""
    ring = KeyRing(DatabaseKeys(database), target.keys().wrap)
    found = await known_of(database, ring, load_pack("default"), borrower)
    cases = [case["case"] for case in found["cases"]]
    if not cases:
        raise UserError(f"Nobody is known as {borrower!r}.", "The borrower's id is meant, as the bank calls them.")
    last = await trail.last()
    seen: list[dict[str, Any]] = []
    for about in (borrower, *cases):
        async for entry in trail.each(TrailAsked(about=about), last):
            seen.append({"at": entry.at, "by": entry.deed.by, "what": entry.deed.what, "about": entry.deed.about})
    return found | {
        "replies": await replies_of(target, ring, cases),
        "who_saw_or_did_something": sorted(seen, key=lambda one: one["at"]),
        "not_in_here": NOT_SAID,
    }
