"""What happens when a timer of a case comes due, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "look": ("a look at the case", "is a reminder, a visit or the end of a hold due?"),
    "text": ("a text", "it is weighed against the rules, and goes out if it is allowed"),
    "quote-overdue": ("no answer of the router until then", "it is asked again, a few times; then the visit is held"),
    "answer-backstop": ("no word about the offer", "it counts as if it had expired"),
    "offer-expiry": ("the offer ends", "without an answer times are offered once more; then the visit is given up"),
    "crew-overdue": ("no answer of the router until then", "it is asked again, a few times; then the visit is held"),
    "notice": ("the names follow", "the borrower is told who comes; until then somebody else may"),
    "notice-deadline": ("the last moment for the notice", "not delivered by then, the visit is moved once; then held"),
    "remind": ("the reminder of the visit", "the borrower is reminded, the day before"),
    "last-look": ("a last look", "the permit is taken back if visits were stopped meanwhile"),
    "outcome-overdue": ("word from the crew is overdue", "nobody came: asked anew; nobody said how it ended: missed"),
    "look-again": ("a look at the held visit", "asked again, or held on; given up in the end"),
}  # fmt: skip
"""Of a timer's name, without the id that stands behind a colon."""


def timer_words(kind: str) -> tuple[str, str]:
    """What it is, and what comes of it. One that is not known here is told by its name."""
    name = kind.partition(":")[0]
    return WORDS.get(name, (name.replace("-", " "), ""))
