"""What a POST to Messages must hold, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from .account import CarrierAccount
from .problems import (
    BAD_CALLBACK,
    BAD_FROM,
    BAD_TO,
    NO_BODY,
    NO_FROM,
    NO_SERVICE,
    NO_TO,
    NOT_OURS,
    SAME_NUMBER,
    TOO_LONG,
    CarrierProblem,
)

E164 = re.compile(r"^\+[1-9]\d{6,14}$")
SENDER = re.compile(r"^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$")
"""A number, a short code, or a name of at most eleven characters that is not only digits."""
BODY_CHARACTERS_MAX = 1600


@dataclass(frozen=True, slots=True)
class MessageRequest:
    """A POST that may be accepted. `intent` is the last segment of the callback's path when that is a UUID."""

    to: str
    sender: str
    body: str
    callback: str | None
    intent: str | None
    service: str | None = None


def read(form: Mapping[str, str], account: CarrierAccount) -> MessageRequest | CarrierProblem:
    """Checks in the order a caller would mend them. `From` may be missing where a messaging service chooses it."""
    to, sender, body = (form.get(name, "").strip() for name in ("To", "From", "Body"))
    callback, service = form.get("StatusCallback") or None, form.get("MessagingServiceSid") or None
    checks: tuple[tuple[bool, CarrierProblem], ...] = (
        (not to, NO_TO),
        (not sender and service is None, NO_FROM),
        (not body, NO_BODY),
        (not E164.match(to), BAD_TO),
        (bool(sender) and not SENDER.match(sender), BAD_FROM),
        (service not in (None, account.service), NO_SERVICE),
        (bool(sender) and sender != account.number, NOT_OURS),
        (to == sender, SAME_NUMBER),
        (len(form.get("Body", "")) > BODY_CHARACTERS_MAX, TOO_LONG),
        (callback is not None and not _is_url(callback), BAD_CALLBACK),
    )
    for wrong, problem in checks:
        if wrong:
            return problem
    return MessageRequest(to, sender, form["Body"], callback, intent_of(callback), service)


def intent_of(callback: str | None) -> str | None:
    """The intent id that a sender put last into its callback's path."""
    try:
        return str(UUID(urlsplit(callback or "").path.rpartition("/")[2]))
    except ValueError:
        return None


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
