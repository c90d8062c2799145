"""What a visit's state is called where somebody looks: how it ended at the door, and not only that somebody was there.

An appointment is kept for the services as soon as the crew met somebody. Whether they paid or refused is another thing
to whoever looks, so each outcome has a word of its own. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEPT = {
    "paid": "paid", "promised": "promised", "plan-wanted": "plan-wanted", "refused": "refused", "dispute": "disputed",
    "permit-void": "permit-void",
}  # fmt: skip
"""The crew met somebody; code of the outcome to word."""
MISSED = {
    "not-home": "nobody-home", "address-wrong": "wrong-address", "unsafe": "not-safe", "no-report": "no-report",
    "window-missed": "nobody-came", "crew-too-late": "nobody-came", "permit-void": "permit-void",
}  # fmt: skip
"""It came to nothing."""
WORDS: Mapping[str, Mapping[str, str]] = {"kept": KEPT, "missed": MISSED}
MET = frozenset({"kept", *KEPT.values()})
"""Words that say that the crew was there and met somebody."""
MET_SOMEBODY = "met at the door"
"""What the stage `kept` of a case is called: nothing is said of what came of it."""


def visit_word(state: str | None, reason: str | None) -> str:
    """`refused` of a visit that was kept, `nobody-home` of one that was missed; else the state itself.

    An outcome that is not known here leaves `kept` or `missed`. `reason` is the code with which it ended.
    """
    return WORDS.get(state or "", {}).get(reason or "", state or "")


def appointment_word(appointment: Mapping[str, Any]) -> str:
    """The same of the document of `case_status`: what is closed is called by how, or what came of it."""
    return stage_word(appointment.get("stage"), appointment.get("how"), appointment.get("cause"))


def service_word(row: Mapping[str, Any], status: Mapping[str, Any]) -> str:
    """Where a service is with a case, of its row in `case_status`: scheduler's closed visit is called as above."""
    if row["service"] == "scheduler" and row["state"] == "closed":
        return appointment_word(status["appointment"]) or str(row["state"])
    return str(row["state"])


def stage_word(stage: str | None, how: str | None, cause: str | None) -> str:
    """Of a case's visit as scheduler has it: `closed`, how it ended and for which cause."""
    return visit_word(how, cause) if stage == "closed" and how else stage or ""


def case_stage_word(stage: str) -> str:
    """A case's stage (`console.model`) in words."""
    return MET_SOMEBODY if stage == "kept" else stage
