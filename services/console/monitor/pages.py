"""What the monitor answers on loopback: its tables as JSON, and whether it lives and keeps up."""

from __future__ import annotations

import time
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from . import view
from .app import Monitor

MINUTES = 60
MINUTES_MAX = 24 * 60


def add(monitor: Monitor) -> None:
    """Put the pages on the app's own web server, which runs in the same loop as its agents."""
    for path, page in {
        "/live": _live, "/ready": _ready, "/metrics": _metrics, "/counts": _counts, "/latency": _latency
    }.items():  # fmt: skip
        monitor.app.page(path)(_bound(page, monitor))


def _bound(page: Any, monitor: Monitor) -> Any:
    async def answer(web: Any, request: Any) -> Any:
        return page(monitor, web, request)

    answer.__name__ = page.__name__  # Faust names a page's view after its function
    return answer


def _live(monitor: Monitor, web: Any, request: Any) -> Any:
    return web.json({"service": "monitor", "live": True})


def _ready(monitor: Monitor, web: Any, request: Any) -> Any:
    trouble = monitor.trouble()
    waits = {"kafka": trouble} if trouble else {}
    return web.json({"service": "monitor", "ready": not waits, "waiting_for": waits}, status=503 if waits else 200)


def _counts(monitor: Monitor, web: Any, request: Any) -> Any:
    document = view.counts(monitor.counts.table.data, now_s=time.time(), minutes=_minutes(request))
    return web.json(document | progress(monitor))


def _latency(monitor: Monitor, web: Any, request: Any) -> Any:
    document = view.latency(monitor.latencies.table.data, now_s=time.time(), minutes=_minutes(request))
    pairing = monitor.tally.pairing
    return web.json(document | {"without_cause_on_a_topic": pairing.unmatched + pairing.waiting} | progress(monitor))


def _metrics(monitor: Monitor, web: Any, request: Any) -> Any:
    registry = CollectorRegistry()
    for name, text, value in (
        ("records", "records counted since the start", monitor.tally.seen),
        ("undecodable", "of these, records that are no event", monitor.tally.undecodable),
        ("behind", "records published but not counted yet, at least", monitor.behind()),
        ("ready", "1 while it reads", int(not monitor.trouble())),
    ):
        Gauge(f"doorstep_monitor_{name}", text, registry=registry).set(value)
    return web.bytes(generate_latest(registry), content_type="text/plain")


def progress(monitor: Monitor) -> dict[str, Any]:
    """How far it has come, for whoever shows the tables."""
    return {"trouble": monitor.trouble(), "records": monitor.tally.seen, "behind": monitor.behind()}


def _minutes(request: Any) -> int:
    asked = str(request.query.get("minutes", ""))
    return max(1, min(int(asked), MINUTES_MAX)) if asked.isdigit() and len(asked) < 6 else MINUTES
