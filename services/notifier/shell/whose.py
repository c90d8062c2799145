"""Whose number wrote, and was the message taken in before? Looked up for many messages at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.ids import derive
from shared.runtime.ports import Unit

PhoneRow = Mapping[str, str | None]


@dataclass(slots=True)
class PhoneCases:
    """The cases of who wrote a message: the hash under which each has the number, the id that the message has for each,
    and their keys in the order in which they are to be tried. `told`: it was taken in before."""

    phones: dict[str, str] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)
    kids: dict[str, list[str]] = field(default_factory=dict)
    told: bool = False


async def whose(unit: Unit, asked: Sequence[tuple[str, Sequence[str]]]) -> tuple[list[PhoneCases], datetime]:
    """Asked with the sid of each message, and the hashes of all forms of its sender's number; and the database's time.
    Two round trips for all of them."""
    phones = sorted({phone for _, hashes in asked for phone in hashes})
    rows: defaultdict[str, list[PhoneRow]] = defaultdict(list)
    for row in await unit.select("whose", {"phones": phones}) if phones else []:
        rows[row["phone_hash"]].append(row)
    found = [_cases(sid, hashes, rows) for sid, hashes in asked]
    named = [(case, name) for cases in found for case, name in cases.ids.items()]
    ids = {
        "cases": [case for case, _ in named],
        "ids": [name for _, name in named],
        "sids": sorted({sid for sid, _ in asked}),
    }
    before, moment = await unit.select_each([("told_before", ids), ("moment", {})])
    told = {row["told"] for row in before}
    for (sid, _), cases in zip(asked, found, strict=True):
        cases.told = sid in told or any(str(name) in told for name in cases.ids.values())
    return found, moment[0]["at"]


def _cases(sid: str, hashes: Sequence[str], rows: Mapping[str, Sequence[PhoneRow]]) -> PhoneCases:
    theirs = [row for phone in hashes for row in rows.get(phone, ())]
    made = PhoneCases()
    for row in sorted(theirs, key=lambda row: (str(row["case_id"]), str(row["phone_hash"]))):
        case = str(row["case_id"])
        made.phones[case] = str(row["phone_hash"])
        made.ids[case] = derive("reply", sid, case)
    for row in sorted(theirs, key=lambda row: row["named"] not in hashes):
        kids = made.kids.setdefault(str(row["case_id"]), [])
        if (kid := row["kid"]) is not None and kid not in kids:
            kids.append(kid)
    return made
