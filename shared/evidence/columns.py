"""What a row of a file holds: its kind, and the columns that any kind may have, with their types. Pure."""

from __future__ import annotations

from typing import Literal

FORMAT = "doorstep-audit-1"
RowKind = Literal["export", "decision", "record", "entry", "end"]
"""The head says what was taken, by whom and when; the end how many rows stand between, and the last hash. A record is a
row of a table that retention removed: `table` and the columns of that table, which no file of CSV has.
"""

COLUMNS = (
    "kind", "place", "at", "by", "roles", "via", "what", "about", "reason", "outcome", "number", "began", "proof",
    "service", "said", "cause", "why", "rule", "accepted", "format", "rows", "trail", "before", "hash", "chain",
)  # fmt: skip
"""`chain` is the last: the hash of this row and of all before it. `hash` and `before` are the trail's own."""
NUMBERS = frozenset({"place", "number", "began", "rows", "trail"})
FLAGS = frozenset({"accepted"})
