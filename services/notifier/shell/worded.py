"""Texts with their bodies: sealed values opened, and what is said written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifier.core.wording import LANGUAGES, Params, render, written
from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing
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


async def learn_keys(ring: KeyRing, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Load the keys that these texts need and nobody has in memory, in the transaction that holds them: to wait for
    another connection while one is held may be to wait for ever.
    """
    boxes = [_sealed(row[name]) for row in rows for name in ("phone", "officer")]
    boxes += [member.name for row in rows for member in _wording(row).crew]
    if unknown := ring.unknown({box.kid for box in boxes}):
        found = await unit.select("keys_of", {"kids": unknown})
        ring.learn({row["kid"]: bytes(row["wrapped"]) for row in found})


async def worded(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> list[WordedText]:
    """Open what is sealed and write the bodies. Nothing of it is kept anywhere but in the carrier's hands."""
    names = {str(row["intent"]): row for row in rows}
    phones = await desk.ring.open_all({key: _sealed(row["phone"]) for key, row in names.items()}, "phone")
    officers = await desk.ring.open_all({key: _sealed(row["officer"]) for key, row in names.items()}, "officer")
    wordings = {key: _wording(row) for key, row in names.items()}
    members = {
        f"{key}/{place}": member.name for key, said in wordings.items() for place, member in enumerate(said.crew)
    }
    crews = await desk.ring.open_all(members, "name") if members else {}
    now = desk.clock.now()
    found = []
    for key, row in names.items():
        said = wordings[key]
        kind: TextKind = row["kind"]
        params = Params(
            wording=said,
            officer=officers.get(key),
            crew=[crews.get(f"{key}/{place}") for place in range(len(said.crew))],
            quiet_days=desk.quiet_days(now, row["zone"]),
        )
        language = written(row["language"])
        body = "" if language is None else render(kind, LANGUAGES[language], params)
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


def _wording(row: Mapping[str, Any]) -> Wording:
    """Another version may have claimed it, one whose wordings have a field more."""
    return Wording.model_validate_json(row["wording"], extra="ignore")


def _sealed(text: str) -> Sealed:
    return Sealed.model_validate_json(text)
