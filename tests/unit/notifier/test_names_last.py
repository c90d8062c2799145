"""Names of texts and visits are the same in every release: another name would be another text, sent a second time."""

from __future__ import annotations

from uuid import UUID

from services.notifier.core.state import Visiting

from .events import overdue
from .given import given, until


def test_texts_and_visits_of_a_case_are_named_by_its_id_and_their_number() -> None:
    life = given(overdue(dpd=70), until(lambda it: isinstance(it.state, Visiting)))
    assert [text.intent for text in life.texts] == [
        UUID("1fa1a0bb-fa1d-5838-b029-a1b01901601a"),
        UUID("b610d4f9-dacc-5e15-85d9-0148bb145403"),
        UUID("f44d65d0-4982-565e-9df7-4f8c4322525f"),
    ]
    assert isinstance(life.state, Visiting)
    assert life.state.visit == "v-66079501039a"
