"""Texts of the lost time, as the carrier knows them: those that wait here again are settled as posted, never posted.

Which of them is which says a pure rule (core/lost_texts). It is asked in one transaction with what follows, under the
lock of both rows, so no text of the carrier's stands for two of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from services.notifier.core.inputs import INPUTS, StatusReported
from services.notifier.core.lost_texts import (
    COUNTS_FOR,
    FOR_A_PERSON,
    SETTLES_WITHIN,
    ForAPerson,
    LostText,
    LostTextFate,
    WasPosted,
    fate_of,
)
from services.notifier.core.text_status import RANK, TextStatus
from shared.contracts.texts import TextKind
from shared.ids import derive
from shared.privacy.master import MasterKeys
from shared.runtime import metrics
from shared.runtime.logs import logger
from shared.runtime.ports import IntakeRow, SwitchRow, Unit, Writes

from .desk import Desk
from .phone_forms import forms
from .posting import beginning, settlement
from .rows import AddLostText, SettleLostText
from .sms import Found
from .worded import ClaimedText, WordedText, worded

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


@dataclass(slots=True)
class Explaining:
    """One transaction's look at texts of ours and of the carrier's; `left` are those that nothing explains yet."""

    desk: Desk
    keys: MasterKeys
    unit: Unit
    now: datetime
    phones: Mapping[UUID, str]
    left: list[dict[str, Any]]
    lived_again: bool
    writes: Writes = field(default_factory=Writes)
    explained: set[UUID] = field(default_factory=set)

    def by_its_words(self, text: WordedText, kind: TextKind) -> None:
        """Whatever became of it here, if it went out in these words it was posted."""
        fate = self._fate(text, kind)
        if isinstance(fate, WasPosted) and fate.how == "same-words":
            self._posted(text, fate)

    async def otherwise(self, text: WordedText, kind: TextKind) -> None:
        if text.to is None:
            self.explained.add(text.intent)
            self.writes.intake.append(settlement(text.intent, text.case, "rejected", None, None, self.now))
            return
        match self._fate(text, kind):
            case WasPosted() as fate:
                self._posted(text, fate)
            case ForAPerson(why=why):
                await self._for_a_person(text, why)

    def _fate(self, text: WordedText, kind: TextKind) -> LostTextFate:
        lost = [LostText(row["sid"], row["at"], row["words"]) for row in self._to(text)]
        return fate_of(kind, self.keys.words_hash(text.body.strip()), lost, self.now, lived_again=self.lived_again)

    def _to(self, text: WordedText) -> list[dict[str, Any]]:
        return [row for row in self.left if self.phones[text.intent] in row["phones"]]

    def _posted(self, text: WordedText, fate: WasPosted) -> None:
        (row,) = [row for row in self.left if row["sid"] == fate.lost.sid]
        self._settle(text, [row], fate.how, text.intent)
        self.writes.rows.append(beginning(text, self.desk.owner(), fate.lost.at))
        self.writes.intake.extend(_told(text, row, self.now))
        log.warning("text-was-posted-before", intent=str(text.intent), case=text.case, reason=fate.how)

    async def _for_a_person(self, text: WordedText, why: str) -> None:
        lost = self._to(text)
        self._settle(text, lost, FOR_A_PERSON, None)
        # Every case of the number: none of them knows what was said to it.
        numbers = sorted({phone for row in lost for phone in row["phones"]})
        named = await self.unit.select("cases_of", {"phones": numbers})
        for case in sorted({text.case, *(row["case_id"] for row in named)}):
            self.writes.switches.append(SwitchRow("sending", f"case:{case}", True, why, self.now))
        log.warning("text-waits-for-a-person", intent=str(text.intent), case=text.case)

    def _settle(self, text: WordedText, lost: Sequence[Mapping[str, Any]], how: str, intent: UUID | None) -> None:
        for row in lost:
            self.writes.rows.append(SettleLostText(row["sid"], how, intent, self.now, contact_of(row["sid"])))
        self.explained.add(text.intent)
        self.left = [row for row in self.left if row not in lost]
        metrics.count("texts_settled", outcome=how)


async def explain_lost_texts(desk: Desk, keys: MasterKeys) -> int:
    """Settle what waits here and went out already; how many texts became clear. Nothing is ever posted.

    What was taken back meanwhile (a STOP was read first) is looked at beside it: else it would seem that something else
    went out.
    """
    now = desk.clock.now()
    since = now - COUNTS_FOR
    rows = await desk.store.ask("texts_like_lost", {"now": now, "since": since, "limit": TEXTS_MAX})
    if not rows:
        return 0
    numbers = sorted({row["phone_hash"] for row in rows})
    asked = {"since": since, "phones": numbers, "limit": TEXTS_MAX}
    rows = [*rows, *await desk.store.ask("texts_taken_back", asked)]
    texts = await worded(desk, [ClaimedText.of(row) for row in rows])
    kinds: dict[UUID, TextKind] = {row["intent"]: row["kind"] for row in rows}
    async with desk.store.unit() as unit:
        locked = await unit.select("lock_like_lost", {"intents": list(kinds), "now": now})
        ours = {row["intent"]: row["status"] for row in locked}
        left = await unit.select("lost_texts_to", {"since": since, "phones": numbers})
        phones = {row["intent"]: row["phone_hash"] for row in rows}
        work = Explaining(desk, keys, unit, now, phones, left, await _lived_again(unit, now))
        for text in texts:
            if text.intent in ours:
                work.by_its_words(text, kinds[text.intent])
        for text in texts:
            if ours.get(text.intent) == "claimed" and text.intent not in work.explained:
                await work.otherwise(text, kinds[text.intent])
        await unit.commit(work.writes)
    return len(work.explained)


async def _lived_again(unit: Unit, now: datetime) -> bool:
    rows = await unit.select("lost_time_over", {})
    return not rows or (rows[0]["over_at"] is not None and rows[0]["over_at"] <= now - SETTLES_WITHIN)


def contact_of(sid: str) -> str:
    """The id of its line in the ledger of contacts, while nothing else explains it."""
    return str(derive("lost-text", sid))


def _told(text: WordedText, row: Mapping[str, Any], now: datetime) -> list[IntakeRow]:
    """What the case hears: that it was taken, and what the carrier says became of it."""
    sid, status = row["sid"], cast(TextStatus | None, row["status"])
    told = [settlement(text.intent, text.case, "accepted", sid, None, now)]
    if status is not None and RANK[status] > RANK["accepted"]:
        report = StatusReported(text.intent, sid, status, row["code"], now)
        told.append(IntakeRow(derive("status", sid, status), text.case, now, INPUTS.dump_json(report)))
    return told
