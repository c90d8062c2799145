"""The account's messages, as the API shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Literal

from .form import segments
from .problems import DELIVERY

Status = Literal["queued", "sent", "delivered", "undelivered", "failed", "received"]
API_VERSION = "2010-04-01"


@dataclass(slots=True)
class Message:
    """One text, either way. `intent` and `callback` are only there on texts we were asked to send."""

    sid: str
    account: str
    to: str
    sender: str
    body: str
    made_at: datetime
    status: Status = "queued"
    direction: Literal["outbound-api", "inbound"] = "outbound-api"
    sent_at: datetime | None = None
    updated_at: datetime | None = None
    code: int | None = None
    callback: str | None = None
    intent: str | None = None

    @property
    def uri(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.account}/Messages/{self.sid}.json"

    @property
    def document(self) -> dict[str, object]:
        """The resource as the Messages API answers it."""
        return {
            "account_sid": self.account,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": _gmt(self.made_at),
            "date_sent": _gmt(self.sent_at),
            "date_updated": _gmt(self.updated_at or self.made_at),
            "direction": self.direction,
            "error_code": self.code,
            "error_message": DELIVERY.get(self.code or 0),
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": str(segments(self.body)),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": self.uri.removesuffix(".json") + "/Media.json"},
            "to": self.to,
            "uri": self.uri,
        }


class Messages:
    """All of them, newest first when listed."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Message] = {}
        self._by_to: defaultdict[str, list[Message]] = defaultdict(list)

    def add(self, message: Message) -> None:
        self._by_sid[message.sid] = message
        self._by_to[message.to].append(message)

    def one(self, sid: str) -> Message | None:
        return self._by_sid.get(sid)

    def __len__(self) -> int:
        return len(self._by_sid)

    def found(
        self, *, to: str | None, sender: str | None, after: datetime | None, before: datetime | None
    ) -> Iterator[Message]:
        """Those to and from these numbers, sent (or else made) from `after` until before `before`."""
        among = self._by_to.get(to, []) if to else list(self._by_sid.values())
        for message in reversed(among):
            moment = message.sent_at or message.made_at
            if sender is not None and message.sender != sender:
                continue
            if (after is not None and moment < after) or (before is not None and moment >= before):
                continue
            yield message


def _gmt(at: datetime | None) -> str | None:
    return None if at is None else format_datetime(at)
