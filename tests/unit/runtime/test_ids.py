"""Ids that are derived, not drawn."""

from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st

from shared.ids import DOORSTEP, derive, inbox_id


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_derived_id_is_the_standard_librarys_uuid5(parts: list[str]) -> None:
    assert derive(*parts) == uuid5(DOORSTEP, "\x1f".join(parts))


def test_the_same_event_id_from_two_sources_is_two_events() -> None:
    assert inbox_id("bank", "1") != inbox_id("crew-app", "1")
