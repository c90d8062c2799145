"""What became of a text: one word for each status, so that every page and command counts it once and alike. Pure."""

from __future__ import annotations

from typing import Literal

TextOutcome = Literal["delivered", "under way", "no receipt", "in doubt", "failed", "withdrawn"]
OUTCOMES: dict[str, TextOutcome] = {
    "delivered": "delivered", "posting": "under way", "accepted": "under way", "sent": "under way",
    "unconfirmed": "no receipt", "uncertain": "in doubt", "failed": "failed", "undelivered": "failed",
    "rejected": "failed", "withdrawn": "withdrawn", "claimed": "under way", "intended": "under way",
}  # fmt: skip
OURS = frozenset({"posting", "claimed", "intended"})
"""Under way, and the carrier has said nothing of it yet."""
