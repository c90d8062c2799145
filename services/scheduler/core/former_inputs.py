"""Inputs that were stored without a field which says today what only their cause said.

A version without the field stored them, or left the field out when it wrote the case back.
"""

from __future__ import annotations

from typing import Any

from shared.contracts.former_reasons import NO_MORE_TEXTS, VISIT_OVER_CAP


def with_no_more_texts(brake: Any) -> Any:
    if not isinstance(brake, dict) or "no_more_texts" in brake:
        return brake
    return {**brake, "no_more_texts": brake.get("cause") in NO_MORE_TEXTS}


def with_over_cap(loss: Any) -> Any:
    if not isinstance(loss, dict) or "over_cap" in loss:
        return loss
    said = (loss.get("text"), loss.get("how"), loss.get("cause"))
    return {**loss, "over_cap": said == ("offer", "refused", VISIT_OVER_CAP)}
