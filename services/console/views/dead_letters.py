"""Dead letters and parked aggregates as the tables hold them, and what may be shown of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from deploy.local.user_error import UserError
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.codec import Malformed, decode_value, encode
from shared.contracts.subjects import is_subject
from shared.contracts.values import Sealed
from shared.decision.figures import counted
from shared.privacy.cipher import Unreadable, unseal_bytes
from shared.privacy.keys import unwrapped
from shared.privacy.master import MasterKeys

from ..typed import SHORT, takes
from . import redaction
from .data_keys import DatabaseKeys
from .database import SERVICES, Database
from .event_summary import read
from .parked_words import NO_EVENT, todo, waiting

ONE_LIMIT = 20
NEVER_OPENS = UserError(
    "It does not open: it was changed, or set aside under another master key than the services'.",
    "See docs/runbooks/master-key.md.",
)
ERASED = "erased"
FORGOTTEN = UserError(
    "The person whom it was about was forgotten: what it held is erased.", "Give it up: ./doorstep dlq discard."
)


@dataclass(frozen=True, slots=True)
class Again:
    """What would be given back to Kafka. `refused` is why it would come back again, or nothing."""

    key: bytes | None
    value: bytes
    refused: str


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A record that is no event. `box` is its value: under the quarantine key, or under its person's, which is then
    `wrapped` (None where it was erased); empty for a tombstone.
    """

    service: str
    id: UUID
    at: datetime
    topic: str
    partition: int
    position: int
    code: str
    detail: str
    attempts: int
    size_bytes: int
    box: str
    replayed_at: datetime | None
    discarded_at: datetime | None
    discarded_why: str | None
    mended_by: str | None = None
    mended_why: str | None = None
    wrapped: bytes | None = None

    @property
    def item(self) -> str:
        return str(self.id)[:SHORT]

    @property
    def why(self) -> str:
        return f"{self.detail} [{self.code}]"

    @property
    def state(self) -> str:
        if self.discarded_at is not None:
            return "given up"
        return "given back" if self.replayed_at is not None else "open"

    def document(self) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in self.__slots__ if name not in ("box", "wrapped")}
        return {"item": self.item, "state": self.state} | fields

    def original(self, keys: MasterKeys) -> bytes:
        """The bytes as they came. Raises `UserError`."""
        return _opened(self.box, self.id, keys, self.wrapped)

    def content(self, keys: MasterKeys | UserError) -> Any:
        return _content(self.topic, self.box, self.id, keys, self.wrapped)

    def record(self, keys: MasterKeys, now: datetime) -> Again:
        """As it would be given back now, under its subject: the key that it came with is not kept.

        One whose key named another case than its subject waits for somebody who knows which of them it is about.
        """
        value = self.original(keys)
        event = decode_value(self.topic, value, now)
        if isinstance(event, Malformed):
            return Again(_subject(value), value, f"{event.detail} [{event.code}]")
        doubt = "its key named another case than its subject [key-mismatch]" if self.code == "key-mismatch" else ""
        return Again(event.subject.encode(), value, doubt)

    def must_be_open(self, todo: str = "With --force it is done again.") -> None:
        """Raises `UserError` when it was settled before: doing it again would tell a case twice, in other words."""
        if self.state != "open":
            at = self.discarded_at or self.replayed_at
            by = f" by {self.mended_by}" if self.mended_by else ""
            raise UserError(f"{self.item} was {self.state} at {at:%Y-%m-%d %H:%M} UTC{by}.", todo)


@dataclass(frozen=True, slots=True)
class Parked:
    """A case or region set aside, with `queued` events behind it, and `told` inputs that the world told it directly.

    `first` is the event that it waits at, and `kinds` how many of each kind were told, where one is looked at alone.
    """

    service: str
    aggregate: str
    since: datetime
    code: str
    detail: str
    attempts: int
    replay: bool
    queued: int
    told: int = 0
    first: dict[str, Any] | None = None
    kinds: dict[str, int] | None = None

    @property
    def item(self) -> str:
        return f"{self.service}/{self.aggregate}"

    @property
    def why(self) -> str:
        asked = "; it is taken up again" if self.replay else ""
        return f"{self.detail} [{self.code}]{asked}"

    def document(self) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in self.__slots__ if name not in ("first", "kinds")}
        place = {name: self.first[name] for name in ("topic", "partition", "position")} if self.first else None
        waits = {"waiting": waiting(self.queued, self.kinds), "waits_at": place} if self.kinds is not None else {}
        return {"item": self.item} | fields | waits | {"todo": todo(self.code, self.item)}

    def original(self, keys: MasterKeys) -> bytes:
        if self.first is None:
            raise UserError(NO_EVENT, f"./doorstep dlq show {self.item} says what waits.")
        return _opened(self.first["value"], self.first["inbox"], keys)

    def content(self, keys: MasterKeys | UserError) -> Any:
        first = self.first
        return _content(first["topic"], first["value"], first["inbox"], keys) if first is not None else NO_EVENT


async def dead(
    database: Database, *, settled: bool = False, id: str = "", limit: int = ONE_LIMIT
) -> list[StoredLetter]:
    rows = await database.rows("dead_letters", settled=settled, id=id, limit=limit)
    return await with_keys(database, rows)


async def with_keys(database: Database, rows: Sequence[dict[str, Any]]) -> list[StoredLetter]:
    """Letters, each with the wrapped key of its person, where it is sealed under that and it is there."""
    theirs = {row["id"]: Sealed.model_validate_json(box).kid for row in rows if (box := row["original"])[:1] == "{"}
    keys = await DatabaseKeys(database).load(sorted({*theirs.values()})) if theirs else {}
    return [StoredLetter(box=row.pop("original"), **row, wrapped=keys.get(theirs.get(row["id"], ""))) for row in rows]


async def parked(database: Database, *, aggregate: str = "", limit: int = ONE_LIMIT) -> list[Parked]:
    return [Parked(**row) for row in await database.rows("parked", aggregate=aggregate, limit=limit)]


async def parked_one(database: Database, service: str, aggregate: str) -> Parked | None:
    """With the event that it waits at."""
    for found in await parked(database, aggregate=aggregate):
        if found.service == service:
            queue = await database.rows("queued", service=service, aggregate=aggregate, limit=1)
            told = await database.rows("told", service=service, aggregate=aggregate)
            kinds = {row["kind"]: row["number"] for row in told}
            return replace(found, first=queue[0] if queue else None, kinds=kinds)
    return None


def checked(item: str) -> str:
    """What was typed for an item, before it is looked for. Raises `WrongUsage`."""
    service, slash, _ = item.partition("/")
    if service not in SERVICES if slash else len(item) < SHORT:
        allowed = f"at least {SHORT} characters of a dead letter's id, or SERVICE/CASE ({', '.join(SERVICES)})"
        raise takes("ITEM", allowed, item, "See ./doorstep dlq ls.")
    return item


async def one(database: Database, item: str) -> StoredLetter | Parked:
    """The item called so. Raises `UserError` when there is none, or several."""
    service, slash, aggregate = item.partition("/")
    if slash and service in SERVICES:
        found = await parked_one(database, service, aggregate)
        if found is not None:
            return found
        raise UserError(f"{item} isn't parked.", "See ./doorstep dlq ls.")
    letters = await dead(database, settled=True, id=item.lower())
    if len(letters) != 1:
        several = (
            f"{len(letters)} dead letters begin with {item!r}." if letters else f"There is no dead letter {item!r}."
        )
        raise UserError(several, "Give more of an id that ./doorstep dlq ls shows.")
    return letters[0]


def _opened(box: str, name: UUID, keys: MasterKeys, wrapped: bytes | None = None) -> bytes:
    if not box:
        return b""
    if box == ERASED:
        raise FORGOTTEN
    try:
        if box.startswith("{"):
            return _opened_for_person(Sealed.model_validate_json(box), keys, wrapped)
        return keys.look_at(box, name)
    except Unreadable:
        raise NEVER_OPENS from None


def _opened_for_person(box: Sealed, keys: MasterKeys, wrapped: bytes | None) -> bytes:
    if wrapped is None:
        raise FORGOTTEN
    return unseal_bytes(box.box, unwrapped(box.kid, wrapped, keys.wrap), f"{box.of}|{box.field}")


def _content(topic: str, box: str, name: UUID, keys: MasterKeys | UserError, wrapped: bytes | None = None) -> Any:
    """What may be seen of it: an event without its sealed values; of anything else only the shape.

    In place of keys, why there are none.
    """
    try:
        if isinstance(keys, UserError):
            raise keys
        value = _opened(box, name, keys, wrapped)
    except UserError as trouble:
        return f"sealed. {trouble}"
    event = read(topic, value)
    if not isinstance(event, Malformed):
        return redaction.hidden(json.loads(encode(event)))
    try:
        document = json.loads(value)
    except (ValueError, RecursionError):
        return f"{counted(len(value), 'byte')} that {'is' if len(value) == 1 else 'are'} no JSON"
    return redaction.shape(document) | _named(document) if isinstance(document, dict) else redaction.shape(document)


def _named(document: dict[str, Any]) -> dict[str, str]:
    """What it is and whom it is about, where these are a type of ours and an id: neither is personal."""
    kind, subject = document.get("type"), document.get("subject")
    found = {"type": kind} if isinstance(kind, str) and kind in BY_TYPE else {}
    return found | ({"subject": subject} if isinstance(subject, str) and is_subject(subject) else {})


def _subject(value: bytes) -> bytes | None:
    try:
        found = json.loads(value).get("subject")
        return found.encode()[:64] if isinstance(found, str) else None
    except (ValueError, AttributeError, RecursionError):  # also half a character, which no encoding can write
        return None
