"""What is taught of a reply, as a line of the corpus: pure, from what was asked, what was written and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from deploy.local.user_error import WrongUsage
from services.notifier.hearing.hear import VERSION
from services.notifier.hearing.letters import shortened
from services.notifier.hearing.teaching import heard_again
from services.notifier.understanding.reading import MeaningName, OpenQuestion
from shared.contracts.values import Sealed
from shared.ids import derive

from ..typed import takes
from .replies_fields import WrongField, moment_in

LABELS: tuple[MeaningName, ...] = get_args(MeaningName)
ID_CHARS = 16
SPAN = "two moments like 2026-11-27T14:00/2026-11-27T16:00, the borrower's time"


def labels_of(given: Sequence[str]) -> tuple[MeaningName, ...]:
    """Raises `UserError` for one that the corpus does not have."""
    unknown = [label for label in given if label not in LABELS]
    if unknown:
        raise takes("--as", f"one of {', '.join(LABELS)}", unknown[0])
    labels = tuple(sorted((label for label in LABELS if label in given), key=list(given).index))
    if "unclear" in labels and len(labels) > 1:
        raise WrongUsage("--as unclear stands alone: what is unclear means nothing else.", "")
    return labels


def fits(labels: Sequence[MeaningName], slot: int | None, time: str) -> None:
    """Whether they can be true together, of whatever reply. Raises `WrongUsage`."""
    if ("choose" in labels) != (slot is not None):
        raise WrongUsage("--as choose and --slot go together: a window is chosen with its number.", "")
    if time:
        _span(time, ZoneInfo("UTC"))


def language_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Of the newest text; empty where none was sent."""
    return rows[0]["language"] if rows else ""


def case_of(
    row: Mapping[str, Any],
    words: str,
    rows: Sequence[Mapping[str, Any]],
    labels: Sequence[MeaningName],
    slot: int | None,
    time: str,
) -> dict[str, Any]:
    """The line, with the words as they were written. Raises `UserError` where the meaning does not fit the question."""
    zone = ZoneInfo(row["zone"])
    box, language = Sealed.model_validate_json(row["words"]), language_of(rows)
    heard = heard_again(box, words, rows, row["received_at"], language, row["zone"])
    asked = heard.asked
    window = next((one for one in asked.windows if one.number == slot), None)
    if slot is not None and window is None:
        offered = ", ".join(str(one.number) for one in asked.windows) or "none"
        raise WrongUsage(f"--slot {slot} was not offered: {offered}.", "Give the number that the text had.")
    span = _span(time, zone) if time else (window.start, window.end) if window is not None else None
    return {
        "id": f"taught-{str(derive('taught', row['id'])).replace('-', '')[:ID_CHARS]}",
        "lang": language,
        "tz": row["zone"],
        "now": row["received_at"].astimezone(zone).isoformat(timespec="seconds"),
        "asked": _asked(asked),
        "text": shortened(words),
        "intents": list(labels),
        "slot": slot,
        "time": None if span is None else _ends(*span),
        "note": f"taught; reader {VERSION} by itself: {' '.join(heard.meanings)}",
    }


def _asked(asked: OpenQuestion) -> dict[str, Any]:
    slots = [{"n": one.number} | _ends(one.start, one.end) for one in asked.windows]
    return {"kind": asked.kind} | ({"slots": slots} if slots else {})


def _span(time: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Of `START/END`, in the borrower's time where there is no offset."""
    ends = time.split("/")
    if len(ends) != 2:
        raise takes("--time", SPAN, time)
    try:
        start, end = (moment_in({"--time": one}, "--time") for one in ends)
    except WrongField as wrong:
        raise WrongUsage(f"{wrong}.", f"It takes {SPAN}.") from None
    start, end = (one.astimezone(zone) if one.tzinfo else one.replace(tzinfo=zone) for one in (start, end))
    if start >= end:
        raise WrongUsage("--time ends before it begins.", f"It takes {SPAN}.")
    return start, end


def _ends(start: datetime, end: datetime) -> dict[str, str]:
    return {"start": start.isoformat(timespec="seconds"), "end": end.isoformat(timespec="seconds")}
