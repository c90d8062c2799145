"""What becomes of a message that somebody wrote to us, whether a webhook or the carrier's list told of it.

1. Its sender is looked up among all numbers that the bank ever named, in every form in which a number is written.
2. Each case of the number gets it once, under an id that follows from the message's: told twice, it counts once.
3. What belongs to no case is kept, sealed under the quarantine key, with the reason. A STOP among it silences the
   number at once, for every case that comes later; a START lifts that.
4. A STOP counts whichever of our numbers it was written to. Anything else that is not for us is kept, and no more.
5. The words of a person who was forgotten are not kept; a STOP of theirs silences the number all the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.notifier.core.inputs import INPUTS, ReplyReceived
from services.notifier.core.table_writes import Suppress
from services.notifier.hearing.hear import Said, said_by_a_stranger
from services.notifier.hearing.second_reader import SecondReader
from shared.contracts.values import Sealed
from shared.ids import derive
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime import failpoints
from shared.runtime.ports import Clock, IntakeRow, Store, Unit, Writes

from .phone_forms import forms
from .rows import KeepUnmatched
from .sender import ANYBODY, Ours
from .sms import Arrived

WORDS_CHARS_MAX = 4000


@dataclass(frozen=True, slots=True)
class PhoneCases:
    """The cases of a number: the hash under which each has it, the id of this message for each, and their keys."""

    phones: dict[str, str]
    ids: dict[str, UUID]
    kids: dict[str, list[str]]


def no_words(at: datetime) -> Collection[str]:
    """Where no pack adds any."""
    return ()


@dataclass(frozen=True, slots=True)
class Inbox:
    """`stop_words` are those that the pack adds on that day."""

    store: Store
    ring: KeyRing
    keys: MasterKeys
    clock: Clock
    ours: Ours = ANYBODY
    stop_words: Callable[[datetime], Collection[str]] = no_words
    second: SecondReader | None = None

    async def take(self, message: Arrived, *, consent_only: bool = False) -> str:
        """Store it; the outcome in a word. Afterwards it can't be lost. Raises `Unavailable`.

        `consent_only` when it may be from before our time: then only STOP and START are acted on.
        """
        hashes = self._hashes(message.sender)
        async with self.store.unit() as unit:
            if await unit.select("unmatched_known", {"sids": [message.sid]}):
                return "known-reply"  # and cases that the phone got since are not what it was about
            known = await self._known(unit, message.sid, hashes)
            if known.ids and await self._is_known(unit, known):
                return "known-reply"
        aside = self.ours.not_ours(message.account, message.to)
        if aside is not None or consent_only:
            said = self.said(message)
            if aside is None and said == "other":
                aside = "before-our-time"
            if aside is not None and said != "stop":
                return await self._keep(message, hashes[:1], aside, "other", words=True)
        if not known.ids:
            why = "unknown-phone" if hashes else "no-phone"
            return await self._keep(message, hashes, why, self.said(message), words=True)
        rows = await self._rows(message, hashes, known)
        if not rows:
            return await self._keep(message, hashes, "forgotten-person", self.said(message), words=False)
        await self.store.take_in(rows)
        failpoints.reached("webhook-stored")
        return "reply"

    async def not_taken(self, messages: Sequence[Arrived]) -> list[Arrived]:
        """Those that were not taken before, the oldest first: one look for all of them."""
        hashes = {message.sid: self._hashes(message.sender) for message in messages}
        phones = sorted({phone for found in hashes.values() for phone in found})
        async with self.store.unit() as unit:
            kept = {row["sid"] for row in await unit.select("unmatched_known", {"sids": list(hashes)})}
            cases: defaultdict[str, list[str]] = defaultdict(list)
            for row in await unit.select("cases_of", {"phones": phones}):
                cases[row["phone_hash"]].append(row["case_id"])
            ids = {
                derive("reply", sid, case): (sid, case)
                for sid, found in hashes.items()
                for phone in found
                for case in cases[phone]
            }
            asked = {"cases": [case for _, case in ids.values()], "ids": list(ids)}
            known = {ids[row["id"]][0] for row in await unit.select("replies_known", asked)} if ids else set()
        left = [message for message in messages if message.sid not in kept and message.sid not in known]
        return sorted(left, key=lambda message: (message.at, message.sid))

    def _hashes(self, sender: str) -> tuple[str, ...]:
        return tuple(self.keys.phone_hash(form) for form in forms(sender, self.ours.region))

    def said(self, message: Arrived) -> Said:
        """What has to be done at once, whoever it is: what the carrier took it for, or what the reader understands."""
        if message.carrier_says in ("stop", "start"):
            return message.carrier_says
        words = message.words[:WORDS_CHARS_MAX]
        return said_by_a_stranger(words, message.at, self.stop_words(message.at), self.second)

    async def _known(self, unit: Unit, sid: str, hashes: Sequence[str]) -> PhoneCases:
        found = await unit.select("cases_of", {"phones": list(hashes)}) if hashes else []
        phones = {row["case_id"]: row["phone_hash"] for row in found}
        kids: defaultdict[str, list[str]] = defaultdict(list)
        if phones:
            for row in await unit.select("kids_of", {"cases": list(phones), "phones": list(hashes)}):
                kids[row["case_id"]].append(row["kid"])
        return PhoneCases(phones, {case: derive("reply", sid, case) for case in phones}, dict(kids))

    async def _is_known(self, unit: Unit, known: PhoneCases) -> bool:
        return bool(await unit.select("replies_known", {"cases": list(known.ids), "ids": list(known.ids.values())}))

    async def _rows(self, message: Arrived, hashes: Sequence[str], known: PhoneCases) -> list[IntakeRow]:
        """One for each case whose person is not forgotten, sealed under that person's key."""
        there = await self.ring.keys({kid for kids in known.kids.values() for kid in kids})
        now, at = self.clock.now(), self._at(message)
        rows = []
        for case, phone in known.phones.items():
            kid = next((kid for kid in known.kids.get(case, ()) if kid in there), None)
            if kid is None:
                continue  # their words are not kept, and nothing goes out to them anyway
            reply = ReplyReceived(
                sid=message.sid,
                phone_hash=phone,
                received_at=at,
                words=await self._sealed(message.words[:WORDS_CHARS_MAX], kid, message.sid, "words"),
                media=await self._sealed(_media(message), kid, message.sid, "media") if message.media else None,
                carrier_says=message.carrier_says,
                forms=tuple(other for other in hashes if other != phone),
            )
            rows.append(IntakeRow(known.ids[case], case, now, INPUTS.dump_json(reply)))
        return rows

    async def _sealed(self, plain: str, kid: str, sid: str, field: str) -> Sealed:
        return await self.ring.seal(plain, kid=kid, of=sid, field=field)

    async def _keep(self, message: Arrived, hashes: Sequence[str], why: str, said: Said, *, words: bool) -> str:
        """Kept, and what it says of its number is done, in one transaction."""
        at = self._at(message)
        box = self.keys.set_aside(_document(message), message.sid) if words else None
        kept = KeepUnmatched(message.sid, at, hashes[0] if hashes else "", why, said, box)
        cause: Literal["opted-out", "opted-in"] = "opted-out" if said == "stop" else "opted-in"
        silence = [Suppress("", phone, cause, said == "stop", at) for phone in hashes] if said != "other" else []
        async with self.store.unit() as unit:
            await unit.commit(Writes(rows=[kept, *silence]))
        failpoints.reached("webhook-stored")
        return why

    def _at(self, message: Arrived) -> datetime:
        """When it was written, as the carrier says; never in our future."""
        return min(message.at, self.clock.now())


def _media(message: Arrived) -> str:
    return json.dumps([{"url": medium.url, "type": medium.type} for medium in message.media])


def _document(message: Arrived) -> bytes:
    """All of it, for a person to look at (see `MasterKeys.look_at`)."""
    return json.dumps(
        {
            "from": message.sender,
            "to": message.to,
            "account": message.account,
            "words": message.words[:WORDS_CHARS_MAX],
            "media": [{"url": medium.url, "type": medium.type} for medium in message.media],
            "carrier_says": message.carrier_says,
        }
    ).encode()
