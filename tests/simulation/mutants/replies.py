"""Bugs in hearing people out: machines taken for them, their words for ours or ours for theirs, no answer, no ear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from services.notifier.core import consent, own_texts, reply_events
from services.notifier.core.lookup import LoanContext
from services.notifier.hearing import hear
from services.notifier.hearing.own_words import OwnWords
from services.notifier.shell import inbound
from services.notifier.shell.inbound import Inbox, TakenMessage

from .. import notifying


@contextmanager
def strangers_are_nobody() -> Iterator[None]:
    """What comes from a number that no case has is answered 200 and thrown away."""

    def thrown_away(self: Inbox, message: Any, hashes: Any, why: str, said: Any, *, words: bool) -> TakenMessage:
        return TakenMessage(why)

    with patch.object(Inbox, "_kept", thrown_away):
        yield


@contextmanager
def strangers_are_not_silenced() -> Iterator[None]:
    """A STOP from a number that no case has is kept for a person to read, and that is all."""
    keep = Inbox._kept

    def kept(self: Inbox, message: Any, hashes: Any, why: str, said: Any, *, words: bool) -> TakenMessage:
        return keep(self, message, hashes, why, "other", words=words)

    with patch.object(Inbox, "_kept", kept):
        yield


@contextmanager
def what_was_missed_stays_missed() -> Iterator[None]:
    """Nobody looks at the carrier's list for what no webhook brought."""

    async def reads_nothing(listening: Any) -> int:
        return 0

    with patch.object(notifying, "read_inbound", reads_nothing):
        yield


@contextmanager
def words_go_by_each_clock() -> Iterator[None]:
    """What was said last is told by the clock of the process that heard it."""
    with (
        patch.object(inbound, "_dated", lambda message, ours, now: message),
        patch.object(consent, "APART_MAX", timedelta(0)),
    ):
        yield


@contextmanager
def machines_are_people() -> Iterator[None]:
    """Whatever comes back is the borrower's answer."""
    with (
        patch.object(hear, "is_form", lambda text: False),
        patch.object(reply_events, "HASTE", -timedelta(days=1)),
    ):
        yield


@contextmanager
def our_words_are_theirs() -> Iterator[None]:
    """What a phone quotes of our text was said by its holder."""
    with patch.object(hear, "own", OwnWords):
        yield


@contextmanager
def answers_expire_over_the_weekend() -> Iterator[None]:
    """An answer is worth sending for a day, whether it could be sent in it or not."""

    def by_the_clock(since: datetime, zone: str, context: LoanContext) -> datetime:
        return since + context.rules.answer_within

    with patch.object(own_texts, "_answered_by", by_the_clock):
        yield
