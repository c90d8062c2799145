"""A record that is no event, made one: fields set, another case named, or a whole new text; checked before it is given
back. What is sealed stays sealed: a box is bound to the event's id, which stays, and not to its subject."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.local.user_error import UserError, WrongUsage
from shared.contracts.codec import Malformed, decode_value
from shared.contracts.subjects import is_subject

from ..typed import takes
from ..views.dead_letters import Again
from ..views.redaction import BOX

FORM = "Fields are named by their path, as in --set data.outstanding.minor=0; values are JSON, or text."


def repaired(topic: str, original: bytes, settings: Sequence[str], subject: str | None, now: datetime) -> Again:
    """`original` with its fields set and its subject replaced, as it would be given back under its subject.

    Raises `UserError` when it can't be read as an object, a path leads nowhere, or it would be refused all the same.
    """
    document = _document(original)
    for path, value in map(_setting, settings):
        _put(document, path, value)
    if subject is not None:
        document["subject"] = subject
    value = original if not settings and subject is None else _written(document)
    event = decode_value(topic, value, now)
    if isinstance(event, Malformed):
        raise UserError(f"It would be refused still: {event.detail} [{event.code}].", FORM)
    return Again(event.subject.encode(), value, "")


@dataclass(frozen=True, slots=True)
class Moved:
    """What is mended is about `now`, and was about `was`. `sealed`: it holds values of the one that it was about."""

    was: str
    now: str
    sealed: bool

    def __str__(self) -> str:
        told = f"It was about {self.was} and would be about {self.now}"
        return f"{told}: what is sealed in it is of the person it was about." if self.sealed else f"{told}."


def moved(original: bytes, again: Again) -> Moved | None:
    """Whether another case hears it than it named; None where that is the same, or it named none."""
    was, now = _subject(original), again.key.decode() if again.key is not None else ""
    return Moved(was, now, _holds_sealed(json.loads(again.value))) if was and was != now else None


def checked(settings: list[str] | None) -> list[str] | None:
    """What was typed for `--set`, before there is a record to set it in. Raises `WrongUsage`."""
    for setting in settings or ():
        path, value = _setting(setting)
        _written({path: value})
    return settings


def _subject(value: bytes) -> str:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return ""
    subject = found.get("subject") if isinstance(found, dict) else None
    return subject if isinstance(subject, str) and is_subject(subject) else ""


def _holds_sealed(document: Any) -> bool:
    if isinstance(document, dict):
        return document.keys() >= BOX or any(map(_holds_sealed, document.values()))
    return isinstance(document, list) and any(map(_holds_sealed, document))


def _setting(setting: str) -> tuple[str, Any]:
    path, equals, text = setting.partition("=")
    if not equals or not path:
        raise takes("--set", "PATH=VALUE", setting, FORM)
    return path, _value(text)


def _document(original: bytes) -> dict[str, Any]:
    try:
        found = json.loads(original)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UserError(
            "The record is no JSON object, so it has no fields to set.", "Give a whole new one with --file."
        )
    return found


def _written(document: dict[str, Any]) -> bytes:
    try:
        return json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise WrongUsage("--set holds half a character, or what is not UTF-8.", FORM) from None


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    place: Any = document
    for name in parents:
        place = place.setdefault(name, {}) if isinstance(place, dict) else None
    if not isinstance(place, dict):
        raise UserError(f"{path} lies in something that has no fields.", FORM)
    place[last] = value


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
