"""Router's own settings, besides those that every service has."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.runtime.settings import Settings


class RouterSettings(Settings):
    """`compiled` searches ten times faster, but takes a second more to start and 80 MB more to run: it pays off from
    a few hundred collectors a region."""

    kernel: Literal["vectorised", "compiled"] = Field(
        "vectorised", alias="DOORSTEP_KERNEL", description="vectorised (NumPy) or compiled (numba)"
    )
