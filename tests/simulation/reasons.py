"""Every reason that a core can give, found in its source: so that none can be forgotten by the campaign.

A reason is the code that `accept`, `refuse` or `Decision` is given as a plain word. Reasons that
are put together from parts (`visit-` and a stage) are found when they are given, not here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .services import SERVICES

ROOT = Path(__file__).resolve().parents[2]
PLACE = {"accept": 0, "refuse": 0, "Decision": 0}
"""Which argument of each is the reason."""


@cache
def reasons() -> frozenset[str]:
    """`service: reason`, as the campaign counts them."""
    return frozenset(
        f"{service}: {word}"
        for service in SERVICES
        for file in sorted((ROOT / "services" / service / "core").rglob("*.py"))
        for word in _given(ast.parse(file.read_text(encoding="utf-8")))
    )


def _given(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = PLACE.get(name)
        if place is None or len(node.args) <= place:
            continue
        word = node.args[place]
        if isinstance(word, ast.Constant) and isinstance(word.value, str):
            yield word.value
