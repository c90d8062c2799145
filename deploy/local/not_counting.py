"""Settings in the environment that a world of made-up customers takes no notice of: whoever set them is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from shared.runtime.misspelt import misspelt, setting_names
from shared.runtime.settings import FILE

SHOWN_MAX = 8


def not_counting(env: Mapping[str, str], honoured: Collection[str], where: str) -> Iterator[str]:
    """Sentences, for those that are set and not among `honoured`, and for what only looks like a setting. Values are
    not repeated: they may be secrets."""
    idle = sorted(
        name for name, value in env.items()
        if value and (plain(name) in setting_names()) and plain(name) not in honoured
    )  # fmt: skip
    if idle:
        more = f" and {len(idle) - SHOWN_MAX} more" if len(idle) > SHOWN_MAX else ""
        yield f"set here, and without effect on {where}: {', '.join(idle[:SHOWN_MAX])}{more}"
    yield from map(str, misspelt(env))


def plain(name: str) -> str:
    """Without the ending by which its value is in a file."""
    return name if name in setting_names() else name.removesuffix(FILE)
