"""An event in one line: what it says, without anything personal. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.console.monitor.topic_record import NO_CLOCK
from shared.contracts.codec import Malformed, decode_value
from shared.contracts.envelope import Event
from shared.contracts.values import Amount, Balance, Reason, Slot, Window
from shared.decision.figures import amount, counted

from .formatting import iso, spoken

WORDS_MAX = 160
# Said elsewhere in the line, of no use to a reader, or what only the borrower should know of a crew.
LEFT_OUT = frozenset(
    {
        "check_code",
        "case",
        "region",
        "zone",
        "cell",
        "wording",
        "needs",
        "phone_hash",
        "borrower",
        "language",
        "language_tag",
    }
)


def summary(event: Event) -> str:
    """`amount 120.50 EUR, due since 2026-08-01`. What is sealed is left out, and what goes without saying."""
    data: Any = getattr(event, "data", None)
    if data is None:
        return ""
    told = {name: getattr(data, name) for name, field in type(data).model_fields.items() if name not in LEFT_OUT
            and getattr(data, name) != field.default}  # fmt: skip
    parts = [_part(name, value) for name, value in told.items() if not isinstance(value, UUID)]
    parts += [f"{name.replace('_', ' ')} {str(value)[:8]}" for name, value in told.items() if isinstance(value, UUID)]
    return ", ".join(part for part in parts if part)


def _part(name: str, value: Any) -> str:
    label = name.replace("_", " ")
    match value:
        case None | "" | ():
            return ""
        case Reason():
            return f"{value.text} [{value.code}]"
        case Amount() | Balance():
            return f"{label} {amount(value.minor, value.currency)}"
        case Window():
            return f"{label} {window(value)}"
        case (Slot(), *_):
            return f"{counted(len(value), 'slot')} from {window(value[0].window)}"
        case (Reason(), *_):
            return "; ".join(reason.text for reason in value)
        case tuple():
            return _several(label, value)
        case datetime():
            return f"{label} {(iso(value.replace(second=0, microsecond=0)) or '')[:16].replace('T', ' ')}Z"
        case bool() | int() | float() | str():
            return f"{label} {str(value)[:WORDS_MAX]}"
        case date():
            return f"{label} {value}"
        case _:
            return ""


def _several(label: str, values: tuple[Any, ...]) -> str:
    """Crew members by id, meanings by kind, permit lines by their number."""
    named = [str(found) for value in values if (found := _id(value))]
    return f"{label} {' and '.join(named)}" if len(named) == len(values) else f"{len(values)} {label}"


def _id(value: Any) -> Any:
    return value if isinstance(value, str) else getattr(value, "collector", None) or getattr(value, "kind", None)


def window(value: Window) -> str:
    """`2026-11-30 14:00 to 16:00`, as the borrower was told."""
    minutes = round((value.end - value.start).total_seconds() / 60)
    hour, minute = int(value.local[11:13]), int(value.local[14:16])
    end = hour * 60 + minute + minutes
    return f"{value.local.replace('T', ' ')} to {end // 60 % 24:02d}:{end % 60:02d}"


def read(topic: str, value: bytes | None) -> Event | Malformed:
    """The event of a record, whatever its key and the hour: a console only looks."""
    return decode_value(topic, value, NO_CLOCK)


def concerns(event: Event, case: str) -> bool:
    """Is it about this case? The subject of routing and fleet events is a region, but their data may name the case."""
    data: Any = getattr(event, "data", None)
    return case in (event.subject, getattr(data, "case", None))


def heading(event: Event) -> str:
    return spoken(event.type)
