"""Are the carrier's requests still understood, or is every signature refused?

A token that was rotated, a public URL that is not what the carrier calls, a proxy that changes the path: each makes all
webhooks fail. STOPs are read from the carrier's list meanwhile (see `listening`), and receipts are asked for.

1. What looks signed counts; what has no signature in its form, or names another account, is anybody's noise.
2. `ROW` refused in a row, and none accepted for `QUIET`, are an alarm. One that is accepted ends it; so who sends us
   noise can't raise it while good ones pass.
3. Without any more of them for `OVER` it ends too: whoever they were from has given up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

ROW = 5
QUIET = timedelta(minutes=2)
OVER = timedelta(hours=24)
SIGNATURE = re.compile(r"[A-Za-z0-9+/]{27}=")
"""Base64 of the 20 bytes of HMAC-SHA1."""


@dataclass(slots=True)
class Signatures:
    """`say` is told of the alarm, and that it is over (None). `refused` counts those in a row."""

    say: Callable[[str | None], None] = lambda problem: None
    refused: int = 0
    refused_at: datetime | None = None
    accepted_at: datetime | None = None
    alarming: bool = False

    @property
    def doubtful(self) -> bool:
        """Was one refused since the last good one?"""
        return self.refused > 0

    def accept(self, at: datetime) -> None:
        self.refused, self.accepted_at = 0, at
        self._over()

    def refuse(
        self, signature: str, theirs: bool, at: datetime, sent_elsewhere: Callable[[], bool] = lambda: False
    ) -> None:
        """`theirs`: it names our account, or none. `sent_elsewhere`: would it be right under another address?"""
        if not (SIGNATURE.fullmatch(signature) and theirs):
            return
        self.refused, self.refused_at = self.refused + 1, at
        if self.refused >= ROW and (self.accepted_at is None or at - self.accepted_at >= QUIET):
            self.alarming = True
            self.say(self._sentence(sent_elsewhere()))

    def look(self, at: datetime) -> None:
        """Time goes by."""
        if self.refused_at is not None and at - self.refused_at >= OVER:
            self.refused, self.refused_at = 0, None
            self._over()

    def _over(self) -> None:
        if self.alarming:
            self.alarming = False
            self.say(None)

    def _sentence(self, sent_elsewhere: bool) -> str:
        refused = f"the last {self.refused} webhooks were refused for their signature, and none was accepted: "
        if sent_elsewhere:
            return refused + (
                "the token is right, but they were sent to another address than DOORSTEP_PUBLIC_URL; make the two the"
                " same, also behind proxies"
            )
        return refused + (
            "TWILIO_AUTH_TOKEN or TWILIO_AUTH_TOKEN_SECONDARY must be the account's primary token, and"
            " DOORSTEP_PUBLIC_URL the address that Twilio calls"
        )
