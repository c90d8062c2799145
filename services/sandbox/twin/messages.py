"""The account's messages, as the API shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Literal

from .bill import BILLED_AFTER, price, segments
from .problems import DELIVERY

MessageStatus = Literal["accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "received"]
API_VERSION = "2010-04-01"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture that came with a message."""

    sid: str
    content_type: str
    made_at: datetime


@dataclass(slots=True)
class Message:
    """One text, either way. `intent` and `callback` are only there on texts we were asked to send."""

    sid: str
    account: str
    to: str
    sender: str
    body: str
    made_at: datetime
    status: MessageStatus = "queued"
    direction: Literal["outbound-api", "outbound-reply", "inbound"] = "outbound-api"
    sent_at: datetime | None = None
    updated_at: datetime | None = None
    code: int | None = None
    callback: str | None = None
    intent: str | None = None
    service: str | None = None
    media: list[Media] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.account}/Messages/{self.sid}.json"

    @property
    def media_uri(self) -> str:
        return self.uri.removesuffix(".json") + "/Media.json"

    def document(self, now: datetime) -> dict[str, object]:
        """The resource as the Messages API answers it. While a messaging service has chosen no sender, its segments are
        none; its price is there some time after it was sent.
        """
        is_billed = self.sent_at is not None and self.sent_at + BILLED_AFTER <= now
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
            "from": None if self.status == "accepted" else self.sender,
            "messaging_service_sid": self.service,
            "num_media": str(len(self.media)),
            "num_segments": "0" if self.status == "accepted" else str(segments(self.body)),
            "price": price(self.body) if is_billed else None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": self.media_uri},
            "to": self.to,
            "uri": self.uri,
        }

    def media_address(self, media: Media) -> str:
        """The path under which the picture itself is."""
        return f"{self.media_uri.removesuffix('.json')}/{media.sid}"

    @property
    def media_page(self) -> dict[str, object]:
        """All its pictures, as `.../Media.json` lists them."""
        shown = [
            {
                "account_sid": self.account,
                "content_type": media.content_type,
                "date_created": _gmt(media.made_at),
                "date_updated": _gmt(media.made_at),
                "parent_sid": self.sid,
                "sid": media.sid,
                "uri": self.media_address(media) + ".json",
            }
            for media in self.media
        ]
        here = f"{self.media_uri}?PageSize=50&Page=0"
        return {
            "end": max(len(shown) - 1, 0), "first_page_uri": here, "media_list": shown, "next_page_uri": None,
            "page": 0, "page_size": 50, "previous_page_uri": None, "start": 0, "uri": here,
        }  # fmt: skip


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
        self,
        *,
        to: str | None,
        sender: str | None,
        after: datetime | None,
        before: datetime | None,
        older_than: str | None = None,
    ) -> Iterator[Message]:
        """Those to and from these numbers, sent from `after` until before `before`, older than the message
        `older_than`; none when there is no such message. What is not sent yet has no date that could be asked for.
        """
        among = self._by_to.get(to, []) if to else list(self._by_sid.values())
        seen = older_than is None
        for message in reversed(among):
            if not seen:
                seen = message.sid == older_than
                continue
            if sender is not None and message.sender != sender:
                continue
            moment = message.sent_at
            if after is not None and (moment is None or moment < after):
                continue
            if before is not None and (moment is None or moment >= before):
                continue
            yield message


@lru_cache(maxsize=256)
def _gmt(at: datetime | None) -> str | None:
    """Many messages are made in the same second, and each tells it twice."""
    return None if at is None else format_datetime(at)
