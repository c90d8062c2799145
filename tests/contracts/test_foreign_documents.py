"""A document that is not this aggregate's is never taken for its state, however much of it could be read.

Whose it is says it itself: what was restored into the wrong schema, or put back for the wrong case by hand, is another
machine's, or another aggregate's.
"""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from docs.generate.stored import machines
from shared.runtime.looking import SeenAggregate
from shared.runtime.machine import as_json
from shared.runtime.ports import Loaded
from tests.golden.histories.files import FOLDER

MACHINES = machines()
REFUSED = "validation error|another aggregate's|missing required field|Expected `object`|no kind that is known"


def ends(service: str) -> list[tuple[str, bytes]]:
    """States that were decided on, by their aggregates' names; and one of which nothing is known."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob(f"{service}-*.json"))]
    fresh = MACHINES[service].initial_state("case-1")
    return [("case-1", as_json(fresh)), *((one["aggregate"], json.dumps(one["ends"]).encode()) for one in found)]


@pytest.mark.parametrize(("reader", "writer"), list(permutations(MACHINES, 2)))
def test_another_machines_document_is_refused(reader: str, writer: str) -> None:
    for name, doc in ends(writer):
        with pytest.raises(ValueError, match=REFUSED):
            MACHINES[reader].state_of(doc, name)


@pytest.mark.parametrize("service", MACHINES)
def test_another_aggregates_document_is_refused_and_its_own_is_not(service: str) -> None:
    for name, doc in ends(service):
        assert MACHINES[service].state_of(doc, name) == MACHINES[service].state_of(doc)
        with pytest.raises(ValueError, match="another aggregate's"):
            MACHINES[service].state_of(doc, f"{name}-other")


@pytest.mark.parametrize("service", MACHINES)
def test_nor_is_it_told_of_by_who_only_looks(service: str) -> None:
    for name, doc in ends(service):
        row = Loaded(1, doc)
        seen = SeenAggregate(row, frozenset(), None, {})
        assert seen.state_by(MACHINES[service].kept, name) == MACHINES[service].state_of(doc)
        with pytest.raises(ValueError, match="another aggregate's"):
            seen.state_by(MACHINES[service].kept, f"{name}-other")
