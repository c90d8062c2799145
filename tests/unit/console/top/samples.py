"""Rows as the views give them, and words that do harm where they are obeyed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.console.cli.top.reads import EACH_MAX
from services.console.cli.top.seen import CaseSeen, HeldSeen, LagSeen, ProcessesSeen, WorkSeen
from services.console.views.case_status import case_status
from services.console.views.timeline import timeline

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ID = UUID("1a2b3c4d-0000-4000-8000-000000000000")
HOSTILE = "\x1b[31mred\x1b]0;title\x07 [bold red]markup[/] [@click=app.quit]x[/] \u202eesrever\u202c \r\n\x9b2J"
QUIET_WAITS = {"outbox": 0, "intake": 0, "parked": 0, "next_timer": None}


def waiting(**more: Any) -> list[dict[str, Any]]:
    return [{"service": service} | QUIET_WAITS | more for service in ("notifier", "scheduler", "router")]


def reply(case: str, hours: float = 1, why: str = "not-understood") -> dict[str, Any]:
    return {"id": ID, "case_id": case, "received_at": NOON - timedelta(hours=hours), "why": why}


def process(name: str, *, ok: bool = True, why: str = "no broker answers", **more: Any) -> dict[str, Any]:
    return {
        "name": name, "ok": ok, "state": "ready" if ok else "not ready", "last_end": "",
        "waiting_for": {} if ok else {"kafka": why},
        "problems": [] if ok else [{"cause": "kafka", "of": "", "sentence": why, "todo": "Look whether Kafka runs."}],
    } | more  # fmt: skip


def work(**more: Any) -> WorkSeen:
    usual: dict[str, Any] = {"now": NOON, "waiting": waiting(), "replies": [reply("case-00012")]}
    return WorkSeen(**usual | more)


def held(*causes: tuple[str, int]) -> HeldSeen:
    rows = [
        {"service": "notifier", "cause": cause, "cases": cases, "since": NOON - timedelta(days=9), "case_id": "case-7"}
        for cause, cases in causes
    ]
    return HeldSeen(rows)


def processes(*documents: dict[str, Any]) -> ProcessesSeen:
    ready = [process(name) for name in ("notifier", "scheduler", "router", "monitor")]
    return ProcessesSeen("demo", documents or ready, counts=[])


def lag(behind: int = 0, *looks: int) -> LagSeen:
    row = {"service": "router", "topic": "slots", "behind": behind, "since": NOON - timedelta(minutes=2)}
    return LagSeen([row], {"router": looks})


def decision(version: int, why: str = "it was so", **more: Any) -> dict[str, Any]:
    return {
        "service": "notifier", "aggregate": "case-00012", "version": version, "at": NOON + timedelta(minutes=version),
        "said": "doorstep.loan.overdue.v1", "cause": f"bank-{version}", "published": [], "reason": "because",
        "why": why, "rule": "contact.caps[0]: at most 3 attempts", "accepted": True,
    } | more  # fmt: skip


def case_seen(case: str = "case-00012", decisions: int = 2, *, why: str = "it was so", **more: Any) -> CaseSeen:
    life = timeline([decision(number, why) for number in range(1, decisions + 1)])
    told = [{"service": each.service, "at": each.at, "reason": each.reason, "why": each.why} for each in life]
    rows: dict[str, Any] = {
        "texting": {"state": "held", "owed_minor": 12050, "owed_currency": "EUR", "due_since": "2026-08-01",
                    "visits_made": 0},
        "visiting": {}, "texts": [], "holds": [], "timers": [], "parked": [], "switches": [],
    }  # fmt: skip
    return CaseSeen(
        case, "Europe/Lisbon", case_status(case, "Europe/Lisbon", life=told, **rows | more), life, len(life)
    )


READ_MAX = EACH_MAX
