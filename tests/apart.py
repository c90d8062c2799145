"""What the default suite leaves to a campaign: too long for every change, run by CI in a step of its own.

`./doorstep test` skips what is marked so, `./doorstep test long` runs nothing else; pytest without a command runs both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

campaign = pytest.mark.campaign


def share(values: Iterable[Any], every: int) -> list[Any]:
    """All of the values, of which one in so many, from the first on, stays in the default suite. A tuple is one set of
    several parameters."""
    sets = (value if isinstance(value, tuple) else (value,) for value in values)
    return [pytest.param(*each, marks=campaign if place % every else ()) for place, each in enumerate(sets)]
