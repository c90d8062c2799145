"""A named query that is asked for is there, once: a name that nothing has is known only when it is asked for."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from shared.runtime.pg.queries import load

from .sources import ROOT, files

ASKED = re.compile(r"""\.select\(\s*"([a-z_]+)\"""")
SERVICES = ("notifier", "scheduler", "router")


@pytest.mark.parametrize("service", SERVICES)
def test_every_query_that_a_service_asks_for_is_in_one_of_its_files(service: str) -> None:
    ours = [path for path in files() if path.parts[:2] == ("services", service)]
    names = Counter(
        name
        for path in ours
        if path.suffix == ".sql" and path.parent.name != "migrations"
        for name in load(".".join(path.parent.parts), path.name)
    )
    asked = {name for path in ours if path.suffix == ".py" for name in ASKED.findall((ROOT / path).read_text("utf-8"))}
    assert asked
    assert asked - names.keys() == set()
    assert [name for name, number in names.items() if number > 1] == []
