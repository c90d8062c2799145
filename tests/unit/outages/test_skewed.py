"""A campaign's wrong clock must reach every place of ours that asks what time it is."""

from __future__ import annotations

import re
from pathlib import Path

from tests.outages.skewed import ASK

ROOT = Path(__file__).parents[3]
ASKS = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today)\(")


def test_every_module_of_the_services_that_asks_the_machine_what_time_it_is_gets_the_wrong_time() -> None:
    places = [ROOT / "shared", *(ROOT / "services" / name for name in ("notifier", "scheduler", "router"))]
    asking = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for place in places
        for path in sorted(place.rglob("*.py"))
        if ASKS.search(path.read_text("utf-8"))
    ]
    assert [name for name in asking if not name.startswith(ASK)] == []
