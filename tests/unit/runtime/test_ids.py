"""Ids that are derived, not drawn."""

from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st

from shared.ids import DOORSTEP, derive, inbox_id


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_derived_id_is_the_standard_librarys_uuid5(parts: list[str]) -> None:
    assert derive(*parts) == uuid5(DOORSTEP, "\x1f".join(parts))


def test_the_same_event_id_is_another_event_from_another_source_of_another_kind_or_about_another_case() -> None:
    ways = {
        inbox_id(source, "1", kind, case) for source in ("bank", "crew-app") for kind in ("a", "b") for case in "cd"
    }
    assert len(ways) == 8
