"""What is known of a text of which nobody knows whether the carrier has it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.notifier.core.carrier_codes import meaning
from shared.decision.figures import times

from .page import age


def evidence(row: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    """Sentences, the strongest first."""
    found = []
    if row["has_id"]:
        found.append("The carrier gave it an id, so it was taken once.")
    if row["carrier_code"] is not None:
        found.append(f"The carrier said {meaning(row['carrier_code'])}.")
    if row["posting_at"] is None:
        found.append("It was claimed and never noted as posted.")
    else:
        found.append(f"Posted {age(row['posting_at'], now)} ago, and the answer never came.")
    found.append(_looked(row["looks"]))
    if row["look_after"] is not None:
        ahead = row["look_after"] - now
        found.append("It is being looked for now." if ahead.total_seconds() <= 0 else _again(row["look_after"], now))
    return tuple(found)


def _looked(looks: int) -> str:
    if not looks:
        return "It was not looked for yet in the carrier's list."
    return f"Looked for in the carrier's list {times(looks)}, and not found so far."


def _again(at: datetime, now: datetime) -> str:
    return f"It is looked for again in {age(now, at)}."
