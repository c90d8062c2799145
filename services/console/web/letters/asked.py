"""Which letters somebody means: a group, or a range by service, topic, code and time. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from deploy.local.user_error import UserError
from shared.contracts.catalogue import BY_NAME

from ...typed import is_code
from ...views.database import SERVICES

GROUP_MAX = 64
FIELDS = ("group", "service", "topic", "code", "since", "until")


@dataclass(frozen=True, slots=True)
class LettersAsked:
    """An empty field, or None, chooses all."""

    group: str = ""
    service: str = ""
    topic: str = ""
    code: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> LettersAsked:
        """Raises `UserError` for what is none of them."""
        service, topic = fields.get("service", ""), fields.get("topic", "")
        if service and service not in SERVICES:
            raise UserError("There is no such service.", "")
        if topic and topic not in BY_NAME:
            raise UserError("There is no such topic.", "")
        code = fields.get("code", "")
        if code and not is_code(code):
            raise UserError("There is no such code.", "")
        since, until = _moment(fields.get("since", "")), _moment(fields.get("until", ""))
        if since is not None and until is not None and since >= until:
            raise UserError("The range ends before it begins.", "")
        return cls(fields.get("group", "")[:GROUP_MAX], service, topic, code, since, until)

    def fields(self) -> dict[str, str]:
        """As a form and an address hold them."""
        found = {name: getattr(self, name) for name in FIELDS}
        return {
            name: value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value
            for name, value in found.items()
            if value
        }

    def query(self) -> str:
        return urlencode(self.fields())

    def __str__(self) -> str:
        """For a list of runs."""
        if self.group:
            return f"group {self.group}"
        named = [f"{name} {value.replace('T', ' ')}" for name, value in self.fields().items()]
        return ", ".join(named) or "every open letter"


def _moment(text: str) -> datetime | None:
    """Of a field for day and time, which is UTC."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UserError("A moment is a day and a time: 2026-11-02T09:00.", "") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
