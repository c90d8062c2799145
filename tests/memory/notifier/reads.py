"""Notifier's named reads over its tables in memory: the same promises as those of `queries.sql`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.privacy.keys import MemoryKeys
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.reading import MemoryTables, Read

from .carrier import CARRIER_READS
from .forgetting import reads as forgetting
from .inbound import reads as inbound
from .inbound import silenced
from .lost_time import LOST_TIME_READS, kept_back
from .tables import NOBODY

Params = Mapping[str, Any]
Rows = list[dict[str, Any]]
TEN_MINUTES = timedelta(minutes=10)
HOLDING = (b'"reply-received"', b'"record-refused"', b'"borrower-erased"')
NOT_POSTED = ("rejected", "claimed", "withdrawn")


def _hold(tables: MemoryTables, params: Params) -> Rows:
    for borrower in sorted(set(params["borrowers"])):
        tables.lock(f"person:{borrower}")
    return []


def _contacts(tables: MemoryTables, params: Params) -> Rows:
    found = [
        line
        for line in tables["contacts"].values()
        if line["borrower"] in params["borrowers"] and line["state"] != "void" and line["at"] > params["since"]
    ]
    claimed = {str(text["intent"]) for text in tables["texts"].values() if text["status"] == "claimed"}
    lines = sorted(found, key=lambda line: (line["borrower"], line["at"], line["id"]))
    return [{**line, "waits": line["id"] in claimed} for line in lines]


def _suppressions(tables: MemoryTables, params: Params) -> Rows:
    rows = tables["suppressions"].values()
    return [row for row in rows if row["borrower"] in params["borrowers"] and row["active"]]


def _questions(tables: MemoryTables, params: Params) -> Rows:
    found = [
        text
        for text in tables["texts"].values()
        if text["phone_hash"] in params["phones"] and text["status"] not in NOT_POSTED
        and text["posting_at"] is not None and text["posting_at"] > params["since"]
    ]  # fmt: skip
    return sorted(found, key=lambda text: text["posting_at"], reverse=True)


def _kept_replies(tables: MemoryTables, params: Params) -> Rows:
    found = [
        row
        for row in tables["replies_to_read"].values()
        if row["case_id"] in params["cases"] and row["received_at"] > params["since"]
    ]
    newest = sorted(found, key=lambda row: row["received_at"], reverse=True)
    return [{**row, "waits": row["settled_at"] is None} for row in newest]


def _texts_reported(tables: MemoryTables, params: Params) -> Rows:
    return [tables["texts"][intent] for intent in dict.fromkeys(params["intents"]) if intent in tables["texts"]]


def _switched_off(database: MemoryDatabase, text: Mapping[str, Any]) -> bool:
    scopes = ("all", f"region:{text['region']}", f"case:{text['case_id']}")
    return bool(database.stopped) and any(f"sending:{scope}" in database.stopped for scope in scopes)


def _unheard(database: MemoryDatabase, text: Mapping[str, Any], params: Params) -> bool:
    """May what the bank said lie unread (in Kafka, or in a parked case's queue), and does this text wait for it?"""
    return text["kind"] in params["unsaid"] and (text["case_id"] in database.parked or bool(database.deaf()))


def _unread(database: MemoryDatabase, text: Mapping[str, Any]) -> bool:
    """Did the borrower write something that nobody has read yet, or could a record about the case not be read?"""
    return any(
        row.aggregate == text["case_id"] and any(kind in row.doc for kind in HOLDING)
        for row in database.intake.values()
    )


def _still_claimed(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        texts = [tables["texts"][intent] for intent in sorted(params["intents"]) if intent in tables["texts"]]
        return [
            text
            for text in texts
            if text["status"] == "claimed" and text["post_before"] > params["now"]
            and not _switched_off(database, text) and not _unread(database, text)
            and not _unheard(database, text, params) and not silenced(tables, text)
            and not kept_back(tables, text, params)
            and tables.try_lock(str(text["intent"]))
        ]  # fmt: skip

    return read


def _expired(tables: MemoryTables, params: Params) -> Rows:
    found = [t for t in tables["texts"].values() if t["status"] == "claimed" and t["post_before"] <= params["now"]]
    return sorted(found, key=lambda text: (text["post_before"], text["intent"]))[: params["limit"]]


def _of_nobody(tables: MemoryTables, params: Params) -> Rows:
    found = [t for t in tables["texts"].values() if t["status"] == "posting" and t["owner"] == NOBODY]
    return sorted(found, key=lambda text: text["posting_at"])[: params["limit"]]


def _doubtful(tables: MemoryTables, params: Params) -> Rows:
    found = [
        text
        for text in tables["texts"].values()
        if text["status"] == "uncertain" and text["looks"] < params["looks_max"]
        and (text["look_after"] is None or text["look_after"] <= params["now"])
    ]  # fmt: skip
    return sorted(found, key=lambda text: (text["looks"], text["posting_at"]))[: params["limit"]]


def _sids_of_others(tables: MemoryTables, params: Params) -> Rows:
    others = (text for text in tables["texts"].values() if text["intent"] != params["intent"])
    lost = (row for row in tables["lost_texts"].values() if row["intent"] not in (None, params["intent"]))
    return [{"sid": row["sid"]} for row in (*others, *lost) if row["sid"] in params["sids"]]


def _waited(text: Mapping[str, Any]) -> tuple[Any, ...]:
    """Those that nobody has tried yet come first."""
    tried = text["try_after"]
    return (tried is not None, tried or text["claimed_at"], text["claimed_at"], text["intent"])


def _to_post(database: MemoryDatabase, keys: MemoryKeys) -> Read:
    def with_key(text: dict[str, Any]) -> dict[str, Any]:
        kid = json.loads(text["phone"]).get("kid")
        return {**text, "wrapped": keys.rows([kid]).get(kid)}

    def read(tables: MemoryTables, params: Params) -> Rows:
        def may(text: dict[str, Any]) -> bool:
            due = text["try_after"] is None or text["try_after"] <= params["now"]
            held = _switched_off(database, text) or _unheard(database, text, params)
            return due and not held and not silenced(tables, text) and not kept_back(tables, text, params)

        if tables["outages"] and not params["probing"]:
            return []
        claimed = [t for t in tables["texts"].values() if t["status"] == "claimed" and t["post_before"] > params["now"]]
        found: Rows = []
        for text in sorted(filter(may, claimed), key=_waited):
            if len(found) < params["limit"] and tables.try_lock(str(text["intent"])):
                found.append(with_key(text))
        return found

    return read


def _of_the_dead(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        alive = {*database.living, params["me"], NOBODY}
        found = [t for t in tables["texts"].values() if t["status"] == "posting" and t["owner"] not in alive]
        return sorted(found, key=lambda text: text["posting_at"])[: params["limit"]]

    return read


def _waiting(database: MemoryDatabase) -> Read:
    dead = _of_the_dead(database)

    def read(tables: MemoryTables, params: Params) -> Rows:
        claimed, now = [t for t in tables["texts"].values() if t["status"] == "claimed"], params["now"]
        asked = {**params, "limit": 1}
        lost = tables["lost_texts"].values()
        return [
            {
                "to_post": bool(tables["outages"])
                or any(text["try_after"] is None or text["try_after"] <= now for text in claimed),
                "expired": bool(_expired(tables, asked)),
                "of_the_dead": bool(dead(tables, asked) or _of_nobody(tables, asked)),
                "in_doubt": bool(_doubtful(tables, asked)),
                "lost_texts": any(row["how"] is None and row["at"] > params["since"] for row in lost),
                "lost_time": any(row["over_at"] is None for row in tables["lost_time"].values()),
            }
        ]

    return read


def _letters(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        names = set(params["names"])
        found = [(row, [UUID(name) for name in row.concerns.split()]) for row in database.dead.values()]
        mine = [(row, concerns) for row, concerns in found if names.intersection(concerns)]
        return [
            {"id": row.id, "code": row.code, "concerns": concerns}
            for row, concerns in sorted(mine, key=lambda one: (one[0].at, one[0].id))
        ]

    return read


def _given_back(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        names, now = set(params["names"]), database.now()
        return [
            {"id": id, "concerns": concerns}
            for id, at in sorted(database.given_back.items())
            if now - at < TEN_MINUTES
            and names.intersection(concerns := [UUID(name) for name in database.settled_letters[id].concerns.split()])
            and not database.heard.is_heard(database.settled_letters[id].topic, at)
        ]

    return read


def _held_for(tables: MemoryTables, params: Params) -> Rows:
    return [{"case_id": case} for letter, case in sorted(tables["unread_records"]) if letter == params["letter"]]


def _told(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        id = params["id"]
        return [{"id": id}] if id in database.intake or database.inbox.get(id, tables) is None else []

    return read


def _reply(tables: MemoryTables, params: Params) -> Rows:
    row = tables["replies_to_read"].get(params["id"])
    return [row] if row is not None else []


def _keys_of(keys: MemoryKeys) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        return [{"kid": kid, "wrapped": row} for kid, row in keys.rows(params["kids"]).items()]

    return read


def reads(database: MemoryDatabase, keys: MemoryKeys) -> dict[str, Read]:
    """The named reads on `database`, whose switches and living owners they see, and on which keys were erased."""
    return {
        "hold_persons": _hold,
        "contacts_of": _contacts,
        "suppressions_of": _suppressions,
        "questions_of": _questions,
        "kept_replies": _kept_replies,
        **inbound(database),
        "texts_reported": _texts_reported,
        "texts_to_post": _to_post(database, keys),
        "texts_waiting": _waiting(database),
        "keys_of": _keys_of(keys),
        "lock_claimed": _still_claimed(database),
        "expired_claims": _expired,
        "posts_of_the_dead": _of_the_dead(database),
        "posts_of_nobody": _of_nobody,
        "texts_in_doubt": _doubtful,
        "sids_of_others": _sids_of_others,
        "open_letters": _letters(database),
        "letters_given_back": _given_back(database),
        "held_for_letter": _held_for,
        "was_told": _told(database),
        "reply_to_read": _reply,
        **CARRIER_READS,
        **forgetting(database, keys),
        **LOST_TIME_READS,
    }
