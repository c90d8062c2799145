"""Inputs as they are stored when they come too early.

A version without a field which says today what only their cause said stored them without it, or left it out when it
wrote the case back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from shared.contracts.former_reasons import NO_MORE_TEXTS, VISIT_OVER_CAP
from shared.decision.documents import Documents, one_of

from .inputs import (
    Arrival,
    BorrowerReply,
    Complaint,
    CrewAssignment,
    Departure,
    EventInput,
    NoCrew,
    NoticeLoss,
    NoticeReceipt,
    OfferLoss,
    OfferReceipt,
    SlotQuote,
    TextLoss,
    TextReceipt,
    VisitBrake,
    VisitOutcome,
    VisitRequest,
)

StoredInput = (
    VisitRequest | VisitBrake | SlotQuote | CrewAssignment | NoCrew | TextReceipt | TextLoss | BorrowerReply | Departure
    | Arrival | VisitOutcome | Complaint
)  # fmt: skip


def with_no_more_texts(brake: dict[str, Any]) -> dict[str, Any]:
    if "no_more_texts" in brake:
        return brake
    return {**brake, "no_more_texts": brake.get("cause") in NO_MORE_TEXTS}


def with_over_cap(loss: dict[str, Any]) -> dict[str, Any]:
    if "over_cap" in loss:
        return loss
    said = (loss.get("text"), loss.get("how"), loss.get("cause"))
    return {**loss, "over_cap": said == ("offer", "refused", VISIT_OVER_CAP)}


class _StoredInputs(Documents[StoredInput]):
    """Offers and notices are stored under one kind, and are two inputs: other lines of the table answer them."""

    def validate_python(self, data: Any, /) -> StoredInput:
        stored = super().validate_python(data)
        match stored:
            case TextReceipt(text="offer"):
                return OfferReceipt(**structs.asdict(stored))
            case TextReceipt():
                return NoticeReceipt(**structs.asdict(stored))
            case TextLoss(text="offer"):
                return OfferLoss(**structs.asdict(stored))
            case TextLoss():
                return NoticeLoss(**structs.asdict(stored))
            case _:
                return stored


if TYPE_CHECKING:
    EarlyInput = EventInput
else:
    EarlyInput = one_of(
        _StoredInputs(StoredInput, upcasters={"withdrawn": with_no_more_texts, "undelivered": with_over_cap})
    )
