"""What `forgetting.sql` promises, in memory: keys erased, numbers unlinked in tables, states and histories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from services.notifier.shell.forgetting import EraseKey, EraseLetters, SettleUnreadable, SilenceNumber, UnlinkNumber
from shared.decision import Row
from shared.decision.clocks import APART_MAX
from shared.decision.replaced import replace
from shared.privacy.keys import MemoryKeys
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.reading import MemoryTables, Read
from tests.memory.runtime.tables import Tables

ZEROS = "0" * 64
Params = Mapping[str, Any]
Rows = list[dict[str, Any]]


def _numbers(tables: MemoryTables, params: Params) -> Rows:
    found = [row for row in tables["phones"].values() if row["borrower"] == params["borrower"]]
    return sorted(found, key=lambda row: (row["case_id"], row["phone_hash"]))


def _last_keys(tables: MemoryTables, params: Params) -> Rows:
    named = [row for row in tables["phones"].values() if row["case_id"] in params["cases"] and row["kid"] is not None]
    oldest = sorted(
        sorted(named, key=lambda row: str(row["kid"]), reverse=True),
        key=lambda row: (row["told_at"] is not None, row["told_at"]),
    )
    return list({row["case_id"]: {"case_id": row["case_id"], "kid": row["kid"]} for row in oldest}.values())


def _shared(tables: MemoryTables, params: Params) -> Rows:
    others = [row for row in tables["phones"].values() if row["borrower"] != params["borrower"]]
    return [{"kid": kid} for kid in sorted({row["kid"] for row in others} & set(params["kids"]))]


def _waiting(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        waits = {row.aggregate for row in database.intake.values() if b'"reply-received"' in row.doc}
        return [{"aggregate": case} for case in sorted(waits & set(params["cases"]))]

    return read


def _among(keys: MemoryKeys) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        known = {*keys.forgotten, *keys.forgotten.values()}
        return [{"name": name} for name in params["names"] if name in known]

    return read


def _known_again(keys: MemoryKeys) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        here = {row["borrower"] for row in tables["phones"].values()}
        return [{"borrower": one} for one in sorted(here & set(keys.forgotten.values()))][: params["limit"]]

    return read


def _erase(keys: MemoryKeys) -> Apply:
    def apply(tables: Tables, rows: Sequence[Row]) -> None:
        for row in cast(Sequence[EraseKey], rows):
            keys.erase(row.kid, row.borrower)

    return apply


def _silence(tables: Tables, rows: Sequence[Row]) -> None:
    suppressions = tables["suppressions"]
    for row in cast(Sequence[SilenceNumber], rows):
        word, before = suppressions.get((row.borrower, "")), suppressions.get(("", row.phone_hash))
        if word is not None and word["active"] and (before is None or before["at"] <= word["at"] + APART_MAX):
            at = word["at"] if before is None else max(before["at"], word["at"])
            suppressions["", row.phone_hash] = {**word, "borrower": "", "phone_hash": row.phone_hash, "at": at}


def _unlink(database: MemoryDatabase) -> Apply:
    def apply(tables: Tables, rows: Sequence[Row]) -> None:
        gone = cast(Sequence[UnlinkNumber], rows)
        for row in gone:
            _unlink_tables(tables, row)
            state = database.states[row.case_id]
            doc = state.doc.replace(row.phone_hash.encode(), ZEROS.encode())
            database.states[row.case_id] = replace(state, doc=doc, mark=None)
            told = database.history.get(row.case_id, {})
            for version, line in told.items():
                told[version] = line._replace(changes=line.changes.replace(row.phone_hash, ZEROS))
        for row in gone:
            tables["phones"].pop((row.phone_hash, row.case_id))

    return apply


def _unlink_tables(tables: Tables, row: UnlinkNumber) -> None:
    texts, strange, suppressions = tables["texts"], tables["unmatched_replies"], tables["suppressions"]
    for intent, text in list(texts.items()):
        mine = text["case_id"] == row.case_id and text["borrower"] == row.borrower
        if mine and text["phone_hash"] == row.phone_hash:
            texts[intent] = {**text, "phone_hash": ZEROS}
    others = (phone for phone in tables["phones"].values() if phone["borrower"] != row.borrower)
    if all(phone["phone_hash"] != row.phone_hash for phone in others):
        for sid, message in list(strange.items()):
            if message["phone_hash"] == row.phone_hash:
                strange[sid] = {**message, "phone_hash": "", "words": None}
        for sid, lost in list(tables["lost_texts"].items()):
            if row.phone_hash in lost["phones"]:
                left = [phone for phone in lost["phones"] if phone != row.phone_hash]
                tables["lost_texts"][sid] = {**lost, "phones": left}
    for borrower, number in list(suppressions):
        if borrower == row.borrower and number:
            del suppressions[borrower, number]


def _settle(tables: Tables, rows: Sequence[Row]) -> None:
    waiting = tables["replies_to_read"]
    for row in cast(Sequence[SettleUnreadable], rows):
        for id, kept in list(waiting.items()):
            if kept["case_id"] == row.case_id and kept["settled_at"] is None:
                waiting[id] = {**kept, "settled_at": row.at, "settled_by": "forgotten", "verdict": "nothing"}


def _erase_letters(database: MemoryDatabase) -> Apply:
    def apply(tables: Tables, rows: Sequence[Row]) -> None:
        names = {str(row.name) for row in cast(Sequence[EraseLetters], rows)}
        for letters in (database.dead, database.settled_letters):
            for id, letter in list(letters.items()):
                if names & {*letter.concerns.split()} and letter.original and not letter.original.startswith("{"):
                    letters[id] = replace(letter, original="erased")

    return apply


def applies(database: MemoryDatabase, keys: MemoryKeys) -> dict[str, Apply]:
    return {
        "erase_keys": _erase(keys),
        "silence_numbers": _silence,
        "unlink_numbers": _unlink(database),
        "settle_unreadable": _settle,
        "erase_letters": _erase_letters(database),
    }


def reads(database: MemoryDatabase, keys: MemoryKeys) -> dict[str, Read]:
    return {
        "numbers_of": _numbers,
        "last_keys_of": _last_keys,
        "shared_keys": _shared,
        "forgotten_among": _among(keys),
        "replies_waiting": _waiting(database),
        "known_again": _known_again(keys),
    }
