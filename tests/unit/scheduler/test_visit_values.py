"""A value that is kept is written to the byte as its contract writes it, and is told again as it came."""

from __future__ import annotations

import pytest
from msgspec import json

from services.scheduler.core.visit_values import ArrivalWindow, CrewMember, OfferedSlot, PermitGround, VisitNeeds, kept
from shared.contracts.values import Needs, PermitLine, Window
from shared.decision.documents import json_of
from shared.decision.kept_values import Box

from .events import members, sealed, slot

READ = json.Decoder(ArrivalWindow).decode
TIMES = (
    "2026-10-27T10:00:00Z", "2026-10-27T10:00:00+00:00", "2026-10-27T10:00:00-00:00", "2026-10-27t10:00:00z",
    "2026-10-27T11:00:00+01:00", "2026-10-27T05:30:00-05:30", "2026-10-27T10:00:00+23:59", "2026-10-27T10:00:00.5Z",
    "2026-10-27T10:00:00.000001+13:45", "2026-10-27T10:00:00.123456789Z", "1900-01-01T00:00:00Z",
)  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_a_time_is_written_as_it_was_however_it_was_said(time: str) -> None:
    said = f'{{"start":"{time}","end":"2199-12-31T23:59:59.999999Z","zone":"Europe/Lisbon","local":"2026-10-27T10:00"}}'
    window = Window.model_validate_json(said)
    doc = window.model_dump_json().encode()
    assert json_of(kept(window, ArrivalWindow)) == doc
    assert json_of(READ(doc)) == doc
    assert READ(doc).told() == window


def test_each_value_is_told_as_it_came() -> None:
    needs = Needs(crew_size=1, certificates=(), duration_min=45)
    ground = PermitLine(rule="no-brake", satisfied_by="e-1", text="nothing has withdrawn the request")
    assert kept(needs, VisitNeeds).told() == needs
    assert kept(ground, PermitGround).told() == ground
    assert kept(slot(5), OfferedSlot).told() == slot(5)
    assert kept(members()[0], CrewMember).told() == members()[0]
    assert kept(sealed("home"), Box).sealed() == sealed("home")
    for value, kind in ((needs, VisitNeeds), (ground, PermitGround), (slot(5), OfferedSlot), (sealed("home"), Box)):
        assert json_of(kept(value, kind)) == value.model_dump_json().encode()
