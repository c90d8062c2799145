"""The kernel as machine code: the loops of `insertion`, compiled by numba.

Signatures are explicit, so nothing is compiled in the middle of a decision; the result is cached on disk next to
this file, so only the first start pays for it. Where no folder can be written it is compiled at every start.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from services.router.core import insertion
from services.router.core.insertion import Kernel

INTS = "int64[::1]"
SIGNATURES: dict[str, str] = {
    "schedule": f"Tuple(({INTS}, {INTS}))({', '.join([INTS] * 7)})",
    "cheapest": f"{INTS}({', '.join([INTS] * 3)}, int64, {', '.join([INTS] * 4)})",
    "muster": f"int64[:, ::1]({', '.join([INTS] * 3)}, int64, int64, {', '.join([INTS] * 4)})",
}


def compiled(njit: Callable[..., Any] | None = None) -> Kernel:
    """The compiled kernel. `njit` is numba's; importing it takes half a second and 80 MB, so only here."""
    if njit is None:
        njit = importlib.import_module("numba").njit
    made = {name: _made(njit, name) for name in SIGNATURES}
    return cast(Kernel, SimpleNamespace(**made))


def _made(njit: Callable[..., Any], name: str) -> Any:
    loop = getattr(insertion, name)
    try:
        return njit(SIGNATURES[name], cache=True)(loop)
    except RuntimeError:  # numba's word for "no folder to cache in"
        return njit(SIGNATURES[name])(loop)
