"""One personal value shown to one person, who says why; written down before it is opened.

Values are sealed; they are opened here with the services' master key and kept nowhere. A borrower's own words are
written down by the notifier too, as for `./doorstep replies show`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from deploy.local.user_error import UserError
from shared.contracts.operations import ReplyRevealed
from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import KeyRing

from ..target import Target
from ..views.data_keys import DatabaseKeys
from ..views.database import Database
from ..views.fitting import fitting_keys
from .letters import Deciding
from .operations import ask_one, operation

FIELDS = {"phone": "Telephone number", "name": "Name", "address": "Address"}
WORDS = "words"
NOT_KNOWN = UserError("There is no such value.", "")
FORGOTTEN = UserError("It can't be opened: the person was forgotten, or this is not the services' master key.", "")


@dataclass(frozen=True, slots=True)
class RevealAsked:
    """A field of the person that a case is about, or the words of one of its replies."""

    case: str
    field: str
    reply: UUID | None = None

    @classmethod
    def of(cls, case: str, value: str) -> RevealAsked:
        """`phone`, `name`, `address`, or a reply's id. Raises `UserError`."""
        if value in FIELDS:
            return cls(case, value)
        try:
            return cls(case, WORDS, UUID(value))
        except ValueError:
            raise NOT_KNOWN from None

    @property
    def label(self) -> str:
        return FIELDS.get(self.field, "What the borrower wrote")


async def revealed_value(target: Target, database: Database, asked: RevealAsked, deciding: Deciding) -> str:
    """Raises `UserError` where there is none, or nobody can open it any more."""
    box, keys = await _box(database, asked), await fitting_keys(target, database)
    try:
        value = await KeyRing(DatabaseKeys(database), keys.wrap).open(box, asked.field)
    except Unreadable:
        raise FORGOTTEN from None
    if asked.reply is not None:
        about = {"by": deciding.by, "why": deciding.why, "reply": asked.reply, "case": asked.case}
        told = operation(ReplyRevealed, "notifier", target.clock().now(), **about)
        (await ask_one(target, database, told, deciding.patience_s)).sentence("")
    return value


async def _box(database: Database, asked: RevealAsked) -> Sealed:
    if asked.reply is not None:
        rows = await database.rows("replies_to_read", id=str(asked.reply), case=asked.case, settled=True, limit=1)
    else:
        rows = await database.rows("contacts", case=asked.case)
    found = rows[0][asked.field] if rows else None
    if found is None:
        raise NOT_KNOWN
    return Sealed.model_validate_json(found)
