"""What becomes of a message that somebody wrote to us, whether a webhook or the carrier's list told of it.

1. Its sender is looked up among all numbers that the bank ever named, in every form in which a number is written.
2. Each case of the number gets it once, under an id that follows from the message's: told twice, it counts once.
3. What belongs to no case is kept, sealed under the quarantine key, with the reason. A STOP among it silences the
   number at once, for every case that comes later; a START lifts that.
4. A STOP counts whichever of our numbers it was written to. Anything else that is not for us is kept, and no more.
5. The words of a person who was forgotten are not kept; a STOP of theirs silences the number all the same.
6. What a webhook tells is dated by the database's clock, whichever process hears it: which of two words is the newer
   one must not hang on how far two processes' clocks differ.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from services.notifier.core.consent import counts_as_start, counts_as_stop, since
from services.notifier.core.inputs import INPUTS, ReplyReceived
from services.notifier.core.table_writes import Suppress
from services.notifier.hearing.hear import Said, said_by_a_stranger
from services.notifier.hearing.second_reader import SecondReader
from shared.privacy.cipher import seal
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime import failpoints
from shared.runtime.ports import Clock, IntakeRow, Store, Writes

from .phone_forms import forms
from .rows import KeepUnmatched
from .sender import ANYBODY, Ours
from .sms import Arrived
from .whose import PhoneCases, whose

WORDS_CHARS_MAX = 4000
TAKEN_WITHIN = timedelta(minutes=1)
"""So long after it was heard a webhook's message is taken at the latest: it is answered within seconds."""


@dataclass(frozen=True, slots=True)
class TakenMessage:
    """What becomes of a message, in a word, and what is to be written for that."""

    outcome: str
    intake: tuple[IntakeRow, ...] = ()
    rows: tuple[KeepUnmatched | Suppress, ...] = ()


def no_words(at: datetime) -> Collection[str]:
    """Where no pack adds any."""
    return ()


@dataclass(frozen=True, slots=True)
class Inbox:
    """`stop_words` are those that the pack adds on that day.

    `by_database` where the database's clock and ours are meant to be the same; a virtual one has no relation to it.
    """

    store: Store
    ring: KeyRing
    keys: MasterKeys
    clock: Clock
    ours: Ours = ANYBODY
    stop_words: Callable[[datetime], Collection[str]] = no_words
    second: SecondReader | None = None
    by_database: bool = False

    async def take(self, message: Arrived, *, consent_only: bool = False) -> str:
        """Store it; the outcome in a word. Afterwards it can't be lost. Raises `Unavailable`.

        `consent_only` when it may be from before our time: then only STOP and START are acted on.
        """
        (outcome,) = await self.take_all([message], consent_only=consent_only)
        return outcome

    async def take_all(self, messages: Sequence[Arrived], *, consent_only: bool = False) -> list[str]:
        """Store them all in one transaction, in the order in which they came; the outcome of each in a word.

        Where it raises, all of them were stored or none: taken again, what was stored is not stored twice.
        """
        hashes = [self._hashes(message.sender) for message in messages]
        async with self.store.unit() as unit:
            known, moment = await whose(unit, [(one.sid, its) for one, its in zip(messages, hashes, strict=True)])
            ours = self.clock.now()
            messages = [_dated(one, ours, moment if self.by_database else ours) for one in messages]
            there = await self.ring.keys({kid for cases in known for kids in cases.kids.values() for kid in kids})
            taken = [
                self._taken(message, its, cases, there, consent_only)
                for message, its, cases in zip(messages, hashes, known, strict=True)
            ]
            rows = [row for one in taken for row in one.rows]
            intake = [row for one in taken for row in one.intake]
            if rows or intake:
                await unit.commit(Writes(rows=[*_newest(rows)], intake=intake))
                failpoints.reached("webhook-stored")
        return [one.outcome for one in taken]

    async def not_taken(self, messages: Sequence[Arrived]) -> list[Arrived]:
        """Those that were not taken before, the oldest first: one look for all of them."""
        async with self.store.unit() as unit:
            known, _ = await whose(unit, [(message.sid, self._hashes(message.sender)) for message in messages])
        left = [message for message, cases in zip(messages, known, strict=True) if not cases.told]
        return sorted(left, key=lambda message: (message.at, message.sid))

    def _taken(
        self,
        message: Arrived,
        hashes: Sequence[str],
        known: PhoneCases,
        there: Mapping[str, bytes],
        consent_only: bool,
    ) -> TakenMessage:
        if known.told:
            return TakenMessage("known-reply")  # and cases that the phone got since are not what it was about
        aside = self.ours.not_ours(message.account, message.to)
        if aside is not None or consent_only:
            said = self.said(message)
            if aside is None and said == "other":
                aside = "before-our-time"
            if aside is not None and said != "stop":
                return self._kept(message, hashes[:1], aside, "other", words=True)
        if not known.ids:
            why = "unknown-phone" if hashes else "no-phone"
            return self._kept(message, hashes, why, self.said(message), words=True)
        rows = self._rows(message, hashes, known, there)
        if not rows:
            return self._kept(message, hashes, "forgotten-person", self.said(message), words=False)
        return TakenMessage("reply", intake=tuple(rows))

    def _hashes(self, sender: str) -> tuple[str, ...]:
        return tuple(self.keys.phone_hash(form) for form in forms(sender, self.ours.region))

    def said(self, message: Arrived) -> Said:
        """What has to be done at once, whoever it is: what the carrier took it for, or what the reader understands."""
        if message.carrier_says in ("stop", "start"):
            return message.carrier_says
        words = message.words[:WORDS_CHARS_MAX]
        return said_by_a_stranger(words, message.at, self.stop_words(message.at), self.second)

    def _rows(
        self, message: Arrived, hashes: Sequence[str], known: PhoneCases, there: Mapping[str, bytes]
    ) -> list[IntakeRow]:
        """One for each case whose person is not forgotten, sealed under that person's key."""
        now, rows = self.clock.now(), []
        for case, phone in known.phones.items():
            kid = next((kid for kid in known.kids.get(case, ()) if kid in there), None)
            if kid is None:
                continue  # their words are not kept, and nothing goes out to them anyway
            sealed = partial(seal, key=there[kid], kid=kid, of=message.sid)
            reply = ReplyReceived(
                sid=message.sid,
                phone_hash=phone,
                received_at=message.at,
                words=sealed(message.words[:WORDS_CHARS_MAX], field="words"),
                media=sealed(_media(message), field="media") if message.media else None,
                carrier_says=message.carrier_says,
                forms=tuple(other for other in hashes if other != phone),
            )
            rows.append(IntakeRow(known.ids[case], case, now, INPUTS.dump_json(reply)))
        return rows

    def _kept(self, message: Arrived, hashes: Sequence[str], why: str, said: Said, *, words: bool) -> TakenMessage:
        """It is kept, and what it says of its number is done."""
        at = message.at
        box = self.keys.set_aside(_document(message), message.sid) if words else None
        kept = KeepUnmatched(message.sid, at, hashes[0] if hashes else "", why, said, box)
        cause: Literal["opted-out", "opted-in"] = "opted-out" if said == "stop" else "opted-in"
        silence = [Suppress("", phone, cause, said == "stop", at) for phone in hashes] if said != "other" else []
        return TakenMessage(why, rows=(kept, *silence))


def _dated(message: Arrived, ours: datetime, now: datetime) -> Arrived:
    """With the time that counts, when our clock says `ours` and it is `now`: what was told just now goes by the latter,
    what the carrier dated stays as it says, but never in our future."""
    at = message.at
    if message.told_now:
        at += now - ours
        if at < now - TAKEN_WITHIN:
            at = now  # our clock was set in between
    return replace(message, at=min(at, now))


def _newest(rows: Sequence[KeepUnmatched | Suppress]) -> Iterator[KeepUnmatched | Suppress]:
    """What several words on one number in one moment come to, as if each had been written by itself."""
    last: dict[str, Suppress] = {}
    for row in rows:
        if isinstance(row, KeepUnmatched):
            yield row
            continue
        before = last.get(row.phone_hash)
        newest = before.at if before is not None else None
        if row.active and counts_as_stop(newest, row.at):
            last[row.phone_hash] = replace(row, at=since(newest, row.at))
        elif not row.active and counts_as_start(newest, row.at):
            last[row.phone_hash] = row
    yield from last.values()


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
