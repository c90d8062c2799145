"""Whom we are to the carrier: the sender of our texts, and which messages are meant for us.

Twilio takes as a sender: a number in E.164, a short code, the SID of a messaging service (which has many numbers), or a
name of up to 11 characters. Nobody can answer a name, so the settings refuse it: every text says how to say STOP, and a
visit is agreed by an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .phone_forms import forms, region_of

Kind = Literal["number", "short-code", "service", "name"]
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
SHORT_CODE = re.compile(r"[0-9]{3,8}")
SERVICE = re.compile(r"MG[0-9a-f]{32}")
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}")
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("number", NUMBER), ("short-code", SHORT_CODE), ("service", SERVICE), ("name", NAME),
)  # fmt: skip


def kind_of(sender: str) -> Kind | None:
    """What `sender` is; None for what Twilio takes from nobody."""
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(sender)), None)


@dataclass(frozen=True, slots=True)
class Ours:
    """`account` and `sender` as they are set; `numbers` are further ones of ours that people may write to.

    What is not known is believed: without an account every account is ours, and any number of a messaging service is,
    unless its numbers are listed.
    """

    account: str = ""
    sender: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def region(self) -> str | None:
        """Where a number without its country's code is from."""
        return _region(self.sender)

    def other_account(self, account: str | None) -> bool:
        """A secondary account's messages are signed with the main account's token, so a signature does not tell."""
        return bool(account and self.account and account != self.account)

    def not_ours(self, account: str | None, to: str | None) -> str | None:
        """Why a message to `to` is not for us; None when it is."""
        if self.other_account(account):
            return "other-account"
        ours = _addresses(self)
        if not to or not ours or to in ours:
            return None
        return None if _as_written(to) & ours else "other-number"


ANYBODY = Ours()
"""Nothing is known of us, so everything is meant for us."""


# Asked of every message, and always of the same few numbers: our own.
@cache
def _region(sender: str) -> str | None:
    return region_of(sender) if NUMBER.fullmatch(sender) else None


@cache
def _addresses(ours: Ours) -> frozenset[str]:
    """All that people may write to, in every form; empty where that is not known."""
    known = [one for one in (ours.sender, *ours.numbers) if kind_of(one) in ("number", "short-code")]
    if kind_of(ours.sender) == "service" and not ours.numbers:
        return frozenset()
    return frozenset(form for one in known for form in _as_written(one))


def _as_written(address: str) -> set[str]:
    return {*forms(address)} or {address.rpartition(":")[2].strip()}
