"""Texts of the lost time, as the carrier knows them: those that wait here again are settled as posted, never posted.

Which of them is which says a pure rule (core/lost_texts). It is asked in one transaction with what follows, under the
lock of both rows, so no text of the carrier's stands for two of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from services.notifier.core.inputs import INPUTS, StatusReported
from services.notifier.core.lost_texts import COUNTS_FOR, FOR_A_PERSON, ForAPerson, LostText, WasPosted, fate_of
from services.notifier.core.text_status import RANK, TextStatus
from shared.contracts.texts import TextKind
from shared.ids import derive
from shared.privacy.master import MasterKeys
from shared.runtime import metrics
from shared.runtime.logs import logger
from shared.runtime.ports import IntakeRow, SwitchRow, Unit, Writes

from .phone_forms import forms
from .posting import Desk, WordedText, beginning, settlement, worded
from .rows import AddLostText, SettleLostText
from .sms import Found

TEXTS_MAX = 100
log = logger("notifier")


def noted(
    found: Sequence[Found], keys: MasterKeys, begun: Mapping[str, set[str]], hash_of: Callable[[str], str]
) -> list[AddLostText]:
    """What is kept of texts that the carrier knows. `begun`: by phone, the hashes (`hash_of`) of bodies that we began
    to post: those are looked for by themselves.
    """
    rows = []
    for one in found:
        phones = [keys.phone_hash(form) for form in forms(one.to)] or [keys.phone_hash(one.to)]
        ours = any(hash_of(one.body) in begun.get(phone, ()) for phone in phones)
        report = one.report
        rows.append(
            AddLostText(
                one.sid, " ".join(phones), keys.words_hash(one.body.strip()), one.at, report.status, report.code,
                "in-doubt" if ours else None,
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True)
class TextExplained:
    """What follows for one claimed text."""

    rows: tuple[Any, ...] = ()
    intake: tuple[IntakeRow, ...] = ()
    switches: tuple[SwitchRow, ...] = ()
    used: frozenset[str] = frozenset()


async def explain_lost_texts(desk: Desk, keys: MasterKeys) -> int:
    """Settle what waits here and went out already; how many texts became clear. Nothing is ever posted."""
    now = desk.clock.now()
    since = now - COUNTS_FOR
    async with desk.store.unit() as unit:
        rows = await unit.select("texts_like_lost", {"now": now, "since": since, "limit": TEXTS_MAX})
    if not rows:
        return 0
    phones = {row["intent"]: row["phone_hash"] for row in rows}
    texts = await worded(desk, rows)
    kinds = {row["intent"]: cast(TextKind, row["kind"]) for row in rows}
    async with desk.store.unit() as unit:
        asked = {"intents": [text.intent for text in texts], "now": now}
        ours = {row["intent"] for row in await unit.select("lock_like_lost", asked)}
        left = await unit.select("lost_texts_to", {"since": since, "phones": sorted({*phones.values()})})
        found = []
        for text in texts:
            if text.intent not in ours:
                continue
            mine = [row for row in left if phones[text.intent] in row["phones"]]
            one = await _explained(desk, unit, keys, text, kinds[text.intent], mine, now)
            left = [row for row in left if row["sid"] not in one.used]
            found.append(one)
        await unit.commit(
            Writes(
                rows=[row for one in found for row in one.rows],
                intake=[row for one in found for row in one.intake],
                switches=[row for one in found for row in one.switches],
            )
        )
    return sum(bool(one.used) for one in found)


async def _explained(
    desk: Desk,
    unit: Unit,
    keys: MasterKeys,
    text: WordedText,
    kind: TextKind,
    left: Sequence[Mapping[str, Any]],
    now: datetime,
) -> TextExplained:
    if text.to is None:
        return TextExplained(intake=(settlement(text.intent, text.case, "rejected", None, None, now),))
    lost = [LostText(row["sid"], row["at"], row["words"]) for row in left]
    fate = fate_of(kind, keys.words_hash(text.body.strip()), lost, now)
    match fate:
        case WasPosted(lost=one, how=how):
            (row,) = [row for row in left if row["sid"] == one.sid]
            metrics.count("texts_settled", outcome=how)
            log.warning("text-was-posted-before", intent=str(text.intent), case=text.case, reason=how)
            return TextExplained(
                rows=(beginning(text, desk.owner(), one.at), _settled(one.sid, how, text, now)),
                intake=tuple(_told(text, row, now)),
                used=frozenset({one.sid}),
            )
        case ForAPerson(why=why):
            cases = await unit.select(
                "cases_of", {"phones": sorted({phone for row in left for phone in row["phones"]})}
            )
            metrics.count("texts_settled", outcome=FOR_A_PERSON)
            log.warning("text-waits-for-a-person", intent=str(text.intent), case=text.case)
            # Of every case of the number: none of them knows what was said to it.
            stopped = {f"case:{case['case_id']}" for case in cases} | {f"case:{text.case}"}
            return TextExplained(
                rows=tuple(replace(_settled(one.sid, FOR_A_PERSON, text, now), intent=None) for one in lost),
                switches=tuple(SwitchRow("sending", scope, True, why, now) for scope in sorted(stopped)),
                used=frozenset(one.sid for one in lost),
            )
        case _:
            return TextExplained()


def contact_of(sid: str) -> str:
    """The id of its line in the ledger of contacts, while nothing else explains it."""
    return str(derive("lost-text", sid))


def _settled(sid: str, how: str, text: WordedText, now: datetime) -> SettleLostText:
    return SettleLostText(sid, how, text.intent, now, contact_of(sid))


def _told(text: WordedText, row: Mapping[str, Any], now: datetime) -> list[IntakeRow]:
    """What the case hears: that it was taken, and what the carrier says became of it."""
    sid, status = row["sid"], cast(TextStatus | None, row["status"])
    told = [settlement(text.intent, text.case, "accepted", sid, None, now)]
    if status is not None and RANK[status] > RANK["accepted"]:
        report = StatusReported(text.intent, sid, status, row["code"], now)
        told.append(IntakeRow(derive("status", sid, status), text.case, now, INPUTS.dump_json(report)))
    return told
