"""What a carrier does by itself with single words: it blocks the pair of numbers, whatever the sender thinks of it.

Only the exact word counts, as Twilio documents it; "please stop" blocks nothing here and is ours to understand.
"""

from __future__ import annotations

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})


class OptOuts:
    """Pairs (recipient, sender) that the carrier blocks."""

    def __init__(self) -> None:
        self._blocked: set[tuple[str, str]] = set()

    def heard(self, borrower: str, our_number: str, body: str) -> None:
        word = body.strip().upper()
        if word in STOP_WORDS:
            self._blocked.add((borrower, our_number))
        elif word in START_WORDS:
            self._blocked.discard((borrower, our_number))

    def blocks(self, to: str, sender: str) -> bool:
        return (to, sender) in self._blocked
