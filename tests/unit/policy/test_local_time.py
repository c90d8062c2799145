"""A moment in a sentence is told by the clocks of the case it is about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.policy.local_time import local_moment

AT = datetime(2026, 10, 19, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Lisbon", "2026-10-19 09:30 (Europe/Lisbon)"), ("Asia/Taipei", "2026-10-19 16:30 (Asia/Taipei)"),
        ("America/Los_Angeles", "2026-10-19 01:30 (America/Los_Angeles)"), ("UTC", "2026-10-19 08:30 (UTC)"),
        ("No/Where", "2026-10-19 08:30 (UTC)"),
    ],
)  # fmt: skip
def test_it_says_whose_clocks_these_are(zone: str, told: str) -> None:
    assert local_moment(AT, zone) == told
