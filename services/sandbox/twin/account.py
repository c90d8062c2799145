"""Whose texts they are, and how a phone can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    """`replies_url` is where inbound texts are announced; `number` the one we send from; `api` where pictures are.

    `service` is the messaging service that `number` belongs to, if any. With `names_opt_outs` announcements say what
    the carrier itself took a word for (advanced opt-out).
    """

    sid: str
    token: str
    number: str
    replies_url: str
    api: str = "http://127.0.0.1"
    service: str | None = None
    names_opt_outs: bool = False


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """How a phone number can be reached: `code` says why not; `delay` is the time to the handset.

    Without `receipts` its network never says whether a text arrived, so the carrier's last word is `sent`. `written` is
    how the network writes the number where it announces what it sends, if not like everybody.
    """

    delay: timedelta = timedelta(seconds=6)
    code: int | None = None
    receipts: bool = True
    written: str | None = None


class Phones(Protocol):
    """Those who hold the phones."""

    def line(self, number: str) -> PhoneLine: ...

    async def received(self, number: str, body: str, at: datetime) -> None: ...
