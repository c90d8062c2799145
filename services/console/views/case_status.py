"""Where a case stands, out of what the services publish of it. Pure; nothing in it is personal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.decision.figures import amount

from .formatting import local, moment

PublishedRow = Mapping[str, Any]
Rows = Sequence[PublishedRow]


def case_status(
    case: str,
    zone: str,
    *,
    texting: PublishedRow,
    visiting: PublishedRow,
    texts: Rows,
    texts_before: int = 0,
    holds: Rows,
    life: Rows,
    timers: Rows,
    parked: Rows,
    switches: Rows,
) -> dict[str, Any]:
    """Everything as one document. `texting` and `visiting` are empty where the service does not know the case; `life`
    are the decisions, oldest first. `texts_before` is how many went out before the `texts` that the case remembers."""
    states = {"notifier": texting.get("state"), "scheduler": visiting.get("state")}
    return {
        "case": case,
        "zone": zone,
        "services": _services(states, life),
        "loan": _loan(texting),
        "brakes": [dict(row) for row in holds],
        "appointment": appointment(visiting),
        "waits_for": [dict(row) for row in timers],
        "texts_before": texts_before,
        "texts": [{name: value for name, value in row.items() if value is not None} for row in texts],
        "parked": [dict(row) for row in parked],
        "stopped_by": [dict(row) for row in switches if _applies(row, case, texting.get("region") or "")],
    }


def _services(states: Mapping[str, str | None], life: Rows) -> list[dict[str, Any]]:
    found = []
    for service in ("notifier", "scheduler", "router"):
        mine = [row for row in life if row["service"] == service]
        if not mine:
            continue
        # What had no effect is no reason for where it stands.
        last = next((row for row in reversed(mine) if row.get("accepted", True)), mine[-1])
        name = states.get(service) or last["reason"]
        found.append(
            {"service": service, "state": name, "decisions": len(mine), "at": last["at"], "reason": last["reason"],
             "why": last["why"]}
        )  # fmt: skip
    return found


def _loan(texting: PublishedRow) -> dict[str, Any]:
    if texting.get("owed_minor") is None:
        return {}
    return {
        "amount": {"minor": texting["owed_minor"], "currency": texting["owed_currency"]},
        "due_since": str(texting["due_since"]),
        "over": texting.get("closed_for") if texting.get("state") == "closed" else None,
        "visits_asked_for": texting["visits_made"],
    }


def owed(status: Mapping[str, Any]) -> str:
    """`owes 2,500.00 EUR, due since 2026-09-01` of the document, for people; of a case that is over what it was about,
    and why it is over. Nothing where no loan is known."""
    loan = status["loan"]
    if not loan:
        return ""
    told = amount(loan["amount"]["minor"], loan["amount"]["currency"])
    if loan["over"]:
        return f"owed {told}, due since {loan['due_since']}, until it was closed: {loan['over']}"
    return f"owes {told}, due since {loan['due_since']}"


def appointment(visiting: PublishedRow) -> dict[str, Any]:
    """The stage of the visit: crew by their ids, windows as the contracts have them."""
    if visiting.get("state") in (None, "idle"):
        return {}
    found: dict[str, Any] = {
        "stage": visiting["state"],
        "window": window(visiting.get("window_start"), visiting.get("window_end"), visiting.get("window_zone")),
        "offered": [
            made
            for slot in visiting.get("offered") or ()
            if (made := window(moment(slot["start"]), moment(slot["end"]), slot["zone"]))
        ],
        "at": visiting.get("closed_at"),
    }
    plain = ("visit", "region", "booking", "crew", "reason", "waits_for", "how", "cause", "noticed_at", "departed_at",
             "arrived_at")  # fmt: skip
    found |= {name: visiting.get(name) for name in plain}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def window(start: datetime | None, end: datetime | None, zone: str | None) -> dict[str, Any]:
    """Instants, zone and the local start, or nothing."""
    if start is None or end is None or zone is None:
        return {}
    return {"start": start, "end": end, "zone": zone, "local": local(start, zone).replace(" ", "T")}


def window_said(told: Mapping[str, Any], here: str = "") -> str:
    """`2026-11-30 14:00 to 16:00 Europe/Lisbon`, for people; without the zone where all times are of it, `here`."""
    said = f"{local(told['start'], told['zone'])} to {local(told['end'], told['zone'])[11:]}"
    return said if told["zone"] == here else f"{said} {told['zone']}"


def _applies(row: Mapping[str, Any], case: str, region: str) -> bool:
    return bool(row["stopped"]) and row["scope"] in ("all", f"case:{case}", f"region:{region}")


def when(value: Any, zone: str) -> str:
    """A moment of a row or a document in local time; anything else as it is."""
    found = value if isinstance(value, datetime) else moment(value)
    return local(found, zone) if found is not None else str(value)
