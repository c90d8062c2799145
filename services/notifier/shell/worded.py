"""Texts with their bodies: sealed values opened, and what is said written.

Whatever breaks while one is read or written is that text's own: the others are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifier.core.wording import LANGUAGES, Params, render, written
from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing
from shared.runtime.failures import starves
from shared.runtime.logs import logger
from shared.runtime.ports import Unit

from .desk import Desk

log = logger("notifier")


@dataclass(frozen=True, slots=True)
class WordedText:
    """A text with its body. `to` is None when it can't be sent at all: the borrower's key was forgotten, a STOP from
    that phone would be taken for nobody's, or an older process let it go out in a language that we don't write.
    """

    intent: UUID
    case: str
    tries: int
    to: str | None
    body: str


@dataclass(frozen=True, slots=True)
class ClaimedText:
    """A text as it is stored, its sealed values and its wording read. `wrapped` is the phone's data key, where it was
    read with it.
    """

    row: Mapping[str, Any]
    phone: Sealed
    officer: Sealed
    wording: Wording
    wrapped: bytes | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> ClaimedText:
        wrapped, wording = row.get("wrapped"), Wording.model_validate_json(row["wording"], extra="ignore")
        # Another version may have claimed it, one whose wordings have a field more.
        return cls(row, _sealed(row["phone"]), _sealed(row["officer"]), wording, bytes(wrapped) if wrapped else None)

    @property
    def kids(self) -> set[str]:
        """Names of the keys that it needs."""
        return {box.kid for box in (self.phone, self.officer, *(member.name for member in self.wording.crew))}


def readable(rows: Sequence[Mapping[str, Any]]) -> list[ClaimedText]:
    """Those that can be read."""
    found = []
    for row in rows:
        try:
            found.append(ClaimedText.of(row))
        except ValueError as error:
            _say_broken(row, error)
    return found


async def with_keys(ring: KeyRing, unit: Unit, texts: Sequence[ClaimedText]) -> list[ClaimedText]:
    """Those of which no key is broken. What nobody has in memory is loaded in the transaction that holds them: to wait
    for another connection while one is held may be to wait for ever.
    """
    unknown = ring.unknown({kid for text in texts for kid in text.kids})
    if not unknown:
        return list(texts)
    came = {text.phone.kid: text.wrapped for text in texts if text.wrapped is not None}
    broken = ring.learn({kid: came[kid] for kid in unknown if kid in came})
    if others := [kid for kid in unknown if kid not in came]:
        found = await unit.select("keys_of", {"kids": others})
        broken |= ring.learn({row["kid"]: bytes(row["wrapped"]) for row in found})
    for text in texts:
        if text.kids & broken.keys():
            _say_broken(text.row, next(broken[kid] for kid in text.kids if kid in broken))
    return [text for text in texts if not text.kids & broken.keys()]


def _say_broken(row: Mapping[str, Any], error: Exception) -> None:
    log.error("text-broken", intent=str(row["intent"]), case=row["case_id"], error=type(error).__name__)


async def worded(desk: Desk, texts: Sequence[ClaimedText]) -> list[WordedText]:
    """Open what is sealed and write the bodies, where they can be. Nothing of it is kept anywhere but in the carrier's
    hands.
    """
    names = {str(text.row["intent"]): text for text in texts}
    phones = await desk.ring.open_all({key: text.phone for key, text in names.items()}, "phone")
    officers = await desk.ring.open_all({key: text.officer for key, text in names.items()}, "officer")
    members = {
        f"{key}/{place}": member.name for key, text in names.items() for place, member in enumerate(text.wording.crew)
    }
    crews = await desk.ring.open_all(members, "name") if members else {}
    now = desk.clock.now()
    found = []
    for key, text in names.items():
        row, said = text.row, text.wording
        kind: TextKind = row["kind"]
        language = written(row["language"])
        try:
            params = Params(
                wording=said,
                officer=officers.get(key),
                crew=[crews.get(f"{key}/{place}") for place in range(len(said.crew))],
                quiet_days=desk.quiet_days(now, row["zone"]),
            )
            body = "" if language is None else render(kind, LANGUAGES[language], params)
        except Exception as error:
            if starves(error):
                raise
            _say_broken(row, error)
            continue
        to = _reachable(desk, row, phones.get(key)) if _is_written(language, row) else None
        found.append(WordedText(row["intent"], row["case_id"], row["tries"], to, body))
    return found


def _is_written(language: str | None, row: Mapping[str, Any]) -> bool:
    if language is None:
        log.error("language-unwritten", case=row["case_id"], intent=str(row["intent"]), language=row["language"])
    return language is not None


def _reachable(desk: Desk, row: Mapping[str, Any], phone: str | None) -> str | None:
    """The phone, if its replies would be known: the bank's hash of it is ours."""
    if phone is None or desk.hash_of is None or desk.hash_of(phone) == row["phone_hash"]:
        return phone
    log.error("phone-hashed-otherwise", case=row["case_id"], intent=str(row["intent"]))
    return None


def _sealed(text: str) -> Sealed:
    return Sealed.model_validate_json(text)
