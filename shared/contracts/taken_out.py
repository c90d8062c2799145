"""What was taken out of a contract before the first release, each with the reason why nobody misses it.

The gates refuse every removal but these lines, in the words of the gates, so that each was read in review. The list
ends with the first release (docs/adr/0028 and 0032), and what was taken out never comes back with another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

_UNSAID = "no sender ever asked for texts of these kinds, and a number that is not the borrower's gets no text at all"
_UNREAD = "no template says why a visit is off, and nothing else ever read it"
TAKEN_OUT: dict[str, str] = {
    "doorstep.booking.moved.v1: the event is gone": (
        "nobody ever produced it: for another time scheduler cancels the booking and makes another"
    ),
    "doorstep.text.requested.v1: data.kind no longer allows agreed, moved": _UNSAID,
    "doorstep.text.requested.v1: data.kind no longer allows not-understood": (
        "scheduler never asked for it: notifier answers what nobody understood by itself"
    ),
    "doorstep.text.requested.v1: data.wording.cause was removed": _UNREAD,
    "doorstep.reply.understood.v1: data.question_kind no longer allows agreed, moved, wrong-number": _UNSAID,
    **{
        f"doorstep.text.{status}.v1: data.kind no longer allows agreed, moved, wrong-number": _UNSAID
        for status in ("intended", "deferred", "refused", "sent", "delivered", "failed", "uncertain")
    },
    **{
        f"notifier: {text}.{what}": why
        for text in (
            *(f"states:{state}.loan.texts[]" for state in ("texting", "held", "visiting", "closed")),
            "changes:text-opened.text",
        )
        for what, why in (
            ("kind no longer allows agreed, moved, wrong-number", _UNSAID),
            ("wording.cause was removed", _UNREAD),
        )
    },
}
Found = TypeVar("Found")


def not_excused(findings: Iterable[Found]) -> list[Found]:
    """Those findings of a gate that are not on the list."""
    return [finding for finding in findings if str(finding) not in TAKEN_OUT]
