"""What is said of a case or region that was set aside: what waits behind it, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from shared.decision.figures import counted

NO_EVENT = "No event is queued: a timer, or what the world told it directly, broke it."
MENDS = {
    "decision-failed": "A mistake in our code: the service's log has its line at that time. Correct it and roll it out",
    "write-refused": "The database refused what followed: the service's log has its line at that time. Mend the cause",
    "state-behind-history": "Put back the newest row of `states`, from a backup",
    "history-gap": "Put back the rows of `history`, from a backup",
    "history-unreadable": "Put back the rows of `history`, from a backup",
    "intake-unreadable": "The row of `intake` is of another version, or was changed: put it back, or take it out",
}
TOLD = {
    "reply-received": ("reply", "replies"),
    "status-reported": ("report of the carrier's", "reports of the carrier's"),
    "text-settled": ("text that was posted", "texts that were posted"),
    "text-expired": ("text that was not posted in time", "texts that were not posted in time"),
}


def todo(code: str, item: str) -> str:
    """What to do about `item`, a sentence."""
    return f"{MENDS.get(code, 'Mend what broke')}, then ./doorstep dlq replay {item}. docs/runbooks/parked-case.md"


def waiting(queued: int, kinds: Mapping[str, int]) -> str:
    """What waits behind it: `2 events, 1 reply`."""
    parts = [counted(queued, "event")] if queued else []
    parts += [counted(number, *TOLD.get(kind, (kind, kind))) for kind, number in kinds.items()]
    return ", ".join(parts) or "nothing"
