"""Where a case stands, out of what the services keep of it. Pure; personal values stay sealed.

State documents are each service's own business, so nothing here relies on one: a field that is not there is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .formatting import local, moment, money
from .redaction import hidden

Rows = Sequence[Mapping[str, Any]]


def case_status(
    case: str,
    zone: str,
    *,
    states: Mapping[str, Mapping[str, Any]],
    life: Rows,
    timers: Rows,
    parked: Rows,
    switches: Rows,
) -> dict[str, Any]:
    """Everything as one document. `states` are the documents by service, `life` the history rows, oldest first."""
    notifier, scheduler = states.get("notifier", {}), states.get("scheduler", {})
    loan = _dict(notifier.get("loan"))
    region = str(_dict(loan.get("person")).get("region", ""))
    return {
        "case": case,
        "zone": zone,
        "services": _services(states, life),
        "loan": _loan(loan),
        "brakes": hidden(list(notifier.get("brakes") or ())),
        "appointment": appointment(_dict(scheduler.get("stage"))),
        "waits_for": [dict(row) for row in timers],
        "texts": [_text(text) for text in loan.get("texts") or ()],
        "parked": [dict(row) for row in parked],
        "stopped_by": [dict(row) for row in switches if _applies(row, case, region)],
    }


def _services(states: Mapping[str, Mapping[str, Any]], life: Rows) -> list[dict[str, Any]]:
    found = []
    for service in ("notifier", "scheduler", "router"):
        mine = [row for row in life if row["service"] == service]
        if not mine:
            continue
        last = mine[-1]
        state = states.get(service, {})
        name = state.get("kind") or _dict(state.get("stage")).get("kind") or last["reason"]
        found.append(
            {"service": service, "state": name, "decisions": len(mine), "at": last["at"], "reason": last["reason"],
             "why": last["why"]}
        )  # fmt: skip
    return found


def _loan(loan: Mapping[str, Any]) -> dict[str, Any]:
    amount = _dict(loan.get("amount"))
    if not amount:
        return {}
    return {
        "amount": money(int(amount.get("minor", 0)), str(amount.get("currency", ""))),
        "due_since": loan.get("due_since"),
        "visits_made": loan.get("visits_made", 0),
    }


def appointment(stage: Mapping[str, Any]) -> dict[str, Any]:
    """The stage of the visit in a flat document: crew by their ids, windows as they were promised."""
    if not stage or stage.get("kind") == "idle":
        return {}
    visit, agreement, crew = (stage.get(name) for name in ("visit", "agreement", "crew"))
    found: dict[str, Any] = {
        "stage": stage.get("kind"),
        "visit": _dict(visit).get("visit") if isinstance(visit, dict) else visit,
        "region": _dict(visit).get("region") or stage.get("region"),
        "window": window(_dict(_dict(agreement).get("window"))),
        "booking": _dict(agreement).get("booking"),
        "crew": _crew(crew),
        "offered": [window(_dict(slot.get("window"))) for slot in _dict(stage.get("offer")).get("slots") or ()],
    }
    told = ("reason", "waits_for", "how", "cause", "noticed_at", "departed_at", "arrived_at", "at")
    found |= {name: stage.get(name) for name in told}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _crew(crew: Any) -> list[str]:
    if isinstance(crew, dict):
        return [str(_dict(member).get("collector", "")) for member in crew.get("members") or ()]
    return [str(member) for member in crew] if isinstance(crew, list) else []


def window(found: Mapping[str, Any]) -> str:
    """`2026-11-30 14:00 to 16:00 Europe/Lisbon`, or nothing."""
    start, end = moment(found.get("start")), moment(found.get("end"))
    zone = found.get("zone")
    if start is None or end is None or not isinstance(zone, str):
        return ""
    return f"{local(start, zone)} to {local(end, zone)[11:]} {zone}"


def _text(text: Mapping[str, Any]) -> dict[str, Any]:
    names = ("intent", "kind", "status", "code", "at", "not_before", "not_after", "visit")
    return {name: text.get(name) for name in names if text.get(name) is not None}


def _applies(row: Mapping[str, Any], case: str, region: str) -> bool:
    return bool(row["stopped"]) and row["scope"] in ("all", f"case:{case}", f"region:{region}")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def when(value: Any, zone: str) -> str:
    """A moment of a row or a document in local time; anything else as it is."""
    found = value if isinstance(value, datetime) else moment(value)
    return local(found, zone) if found is not None else str(value)
