"""Coverage of the cores is measured by their own tests; following each line of thousands of runs would double them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def followed_by_nobody() -> Iterator[None]:
    """pytest-cov starts two followers in each process of a parallel run, and its mark `no_cover` stops only one."""
    follower = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(follower)
