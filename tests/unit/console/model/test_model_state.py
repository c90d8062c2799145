"""When pages go by the model, and what is wrong when they do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.console.model.reading import FRESH, state_of

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def row(**changed: Any) -> dict[str, Any]:
    then = NOW - timedelta(seconds=2)
    return {"generation": 3, "now": NOW, "caught_up_at": then, "swept_at": then, "behind": 0} | changed


def test_one_that_has_caught_up_lately_is_gone_by() -> None:
    state = state_of(row())
    assert (state.generation, state.age, state.trouble) == (3, timedelta(seconds=2), "")


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"caught_up_at": NOW - FRESH - timedelta(seconds=1)}, "nobody keeps it up to date"),
        ({"caught_up_at": NOW - FRESH * 2, "behind": 12_345}, "it is 12,345 events behind"),
        ({"caught_up_at": None, "behind": None}, "nobody keeps it up to date"),
    ],
)
def test_one_that_is_late_says_why(changed: dict[str, Any], trouble: str) -> None:
    assert state_of(row(**changed)).trouble == trouble


def test_before_the_first_one_is_built_there_is_none() -> None:
    assert (state_of(None).generation, state_of(None).trouble) == (0, "it is being built")
