"""Everything that is known of a borrower, opened, for them: what the law calls a subject access request.

Written to one file and kept nowhere. What can't be opened any more is said to be so, never left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from services.notifier.core.wording import LANGUAGES, Params, render, written
from shared.contracts.texts import Wording
from shared.contracts.values import Sealed
from shared.policy import Pack
from shared.policy.local_time import local_day
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import KeyRing

from .database import Database

SHUT = "can't be opened any more"
ALL = 1_000_000
IDENTITY = ("phone", "name", "address", "home", "officer")
HIDDEN = ("aggregate", "published")


async def known_of(database: Database, ring: KeyRing, pack: Pack, borrower: str) -> dict[str, Any]:
    """As a document; its `cases` are empty where nobody is known by that id."""
    persons = await database.rows("persons", borrower=borrower)
    cases = [row["case_id"] for row in persons]
    texts = await database.rows("person_texts", cases=cases, borrower=borrower) if cases else []
    return {
        "borrower": borrower,
        "consent": await database.rows("person_consent", borrower=borrower),
        "cases": [await _case(database, ring, row) for row in persons],
        "texts": [await _text(ring, pack, row) for row in texts],
        "appointments": await database.rows("person_appointments", cases=cases) if cases else [],
    }


async def _case(database: Database, ring: KeyRing, person: Mapping[str, Any]) -> dict[str, Any]:
    case = person["case_id"]
    kept = await database.rows("replies_to_read", id="", case=case, settled=True, limit=ALL)
    life = await database.rows("life", case=case)
    return {
        "case": case,
        "language": person["language"], "zone": person["zone"], "region": person["region"],
        "person": {field: await opened(ring, person[field], field) for field in IDENTITY},
        "loan": await database.rows("texting", case=case),
        "visit": await database.rows("visiting", case=case),
        "replies_that_a_person_read": [
            {name: row[name] for name in ("sid", "received_at", "why", "settled_at", "settled_by", "verdict")}
            | {field: await opened(ring, row[field], field) for field in ("words", "media")}
            for row in kept
        ],
        "decisions": [{name: value for name, value in row.items() if name not in HIDDEN} for row in life],
    }  # fmt: skip


async def _text(ring: KeyRing, pack: Pack, row: Mapping[str, Any]) -> dict[str, Any]:
    """`as_sent`: these are the very words that went out; otherwise our templates, or a name, changed since."""
    said = Wording.model_validate_json(row["wording"], extra="ignore")
    quiet = pack.on(local_day(row["posting_at"] or row["claimed_at"], row["zone"])).holds.hardship_days.value
    crew = [await opened(ring, member.name.model_dump_json(), "name") for member in said.crew]
    officer = await opened(ring, row["officer"], "officer")
    language = written(row["language"])
    params = Params(said, None if officer == SHUT else officer, [None if one == SHUT else one for one in crew], quiet)
    body = render(row["kind"], LANGUAGES[language], params) if language is not None else None
    as_sent = body is not None and hashlib.sha256(body.encode()).hexdigest() == row["body_hash"]
    told = ("case_id", "kind", "language", "visit", "status", "carrier_code", "claimed_at", "posting_at", "moved_at")
    return {name: row[name] for name in told} | {"body": body, "as_sent": as_sent}


async def opened(ring: KeyRing, box: str | None, field: str) -> str | None:
    """The value, that it can't be opened, or None where there is none."""
    if box is None:
        return None
    try:
        return await ring.open(Sealed.model_validate_json(box), field)
    except Unreadable:
        return SHUT


def readable(document: Mapping[str, Any]) -> str:
    """The same for somebody who reads it on paper: a line for each value, indented under what it belongs to."""
    return "\n".join(_lines(json.loads(json.dumps(document, default=str)), "")) + "\n"


def _lines(value: Any, indent: str) -> Sequence[str]:
    if isinstance(value, dict):
        return [line for name, one in value.items() for line in _field(name.replace("_", " "), one, indent)]
    return [line for number, one in enumerate(value, 1) for line in _field(f"{number}.", one, indent)]


def _field(name: str, value: Any, indent: str) -> Sequence[str]:
    if value in (None, "", [], {}):
        return []
    if isinstance(value, dict | list):
        return [f"{indent}{name}", *_lines(value, indent + "    ")]
    first, *more = str(value).splitlines() or [""]
    return [f"{indent}{name}: {first}", *(f"{indent}    {line}" for line in more)]
