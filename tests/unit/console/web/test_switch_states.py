"""Each switch stands once, as it was thrown last, with who knows it so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from services.console.views.database import SERVICES
from services.console.views.switches import merged, newest

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def row(service: str, scope: str = "all", stopped: bool = True, minutes: int = 0) -> dict[str, Any]:
    return {"service": service, "what": "sending", "scope": scope, "stopped": stopped, "cause": "storm",
            "at": NOON + timedelta(minutes=minutes)}  # fmt: skip


def test_a_throw_that_some_services_have_not_read_yet_says_which() -> None:
    rows = [row("notifier", stopped=False, minutes=5), row("scheduler"), row("router")]
    (state,) = newest(merged(rows))
    assert (state.stopped, state.known_to, state.not_yet) == (False, ("notifier",), ("scheduler", "router"))


def test_what_all_know_is_waited_for_by_nobody() -> None:
    (state,) = newest(merged([row(service) for service in SERVICES]))
    assert state.not_yet == ()


def test_what_is_stopped_comes_first_and_everything_before_a_region() -> None:
    rows = [row("notifier", "region:a", minutes=3), row("notifier", "region:b", False, 9), row("notifier", "all")]
    assert [state.scope for state in newest(merged(rows))] == ["all", "region:a", "region:b"]


def test_every_throw_has_a_name_of_its_own() -> None:
    names = {state.name for minutes in (0, 1) for state in newest(merged([row("router", minutes=minutes)]))}
    assert len(names) == 2
