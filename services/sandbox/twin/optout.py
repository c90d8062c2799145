"""What a carrier does by itself with single words: it blocks the pair of numbers, whatever the sender thinks of it.

Only the exact word counts, as Twilio documents it; "please stop" blocks nothing here and is ours to understand. Words
and answers are those of its default handling for long numbers; the field `OptOutType` comes only where advanced opt-out
is switched on.
"""

from __future__ import annotations

from typing import Literal

Type = Literal["STOP", "START", "HELP"]
STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})
ANSWERS: dict[Type, str] = {
    "STOP": "No more messages from this number. START brings them back.",
    "START": "Messages from this number come again. STOP ends them.",
    "HELP": "STOP ends messages from this number.",
}
"""What it says to the phone by itself, in words of our own."""


class OptOuts:
    """Pairs (recipient, sender) that the carrier blocks."""

    def __init__(self) -> None:
        self._blocked: set[tuple[str, str]] = set()

    def heard(self, borrower: str, our_number: str, body: str) -> Type | None:
        """What the word was, if it is one of the carrier's. START counts only after STOP: else it is just a word."""
        word, pair = body.strip().upper(), (borrower, our_number)
        if word in STOP_WORDS:
            self._blocked.add(pair)
            return "STOP"
        if word in START_WORDS and pair in self._blocked:
            self._blocked.discard(pair)
            return "START"
        return "HELP" if word in HELP_WORDS else None

    def blocks(self, to: str, sender: str) -> bool:
        return (to, sender) in self._blocked
