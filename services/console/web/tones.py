"""What a state looks like: `good`, `wait`, `held`, `bad`, or nothing in particular. Pure."""

from __future__ import annotations

TEXTS = {
    "delivered": "good", "sent": "good", "accepted": "good", "uncertain": "bad", "rejected": "bad", "failed": "bad",
    "undelivered": "bad", "deferred": "wait", "posting": "wait", "intended": "wait",
}  # fmt: skip
STATES = {
    "held": "held", "closed": "", "idle": "", "kept": "", "agreed": "good", "permitted": "good", "noticed": "good",
    "offered": "wait", "missed": "bad", "expired": "wait", "cancelled": "", "booking": "wait", "in-doubt": "wait",
    "under-way": "good", "at-the-door": "good", "moved": "", "given-up": "held",
    "paid": "good", "promised": "good", "plan-wanted": "wait", "refused": "bad", "disputed": "held",
    "permit-void": "bad", "nobody-home": "bad", "wrong-address": "bad", "not-safe": "bad", "no-report": "bad",
    "nobody-came": "bad",
}  # fmt: skip


def tone_of_text(status: str) -> str:
    return TEXTS.get(status, "")


def tone_of_state(state: str | None) -> str:
    return STATES.get(state or "", "")
