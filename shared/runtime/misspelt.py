"""Names in the environment that look like settings of ours and are none: a typo there would be obeyed by nobody.

What there is stands in `setting-names.txt`, which `python -m docs.generate` writes from the settings of all processes:
a service that is started alone must know those of the others too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from .logs import logger
from .settings import FILE

OURS = ("DATABASE_URL", "KAFKA_", "TWILIO_", "DOORSTEP_", "SANDBOX_")
OF_TESTS = "DOORSTEP_TEST_"
NAMES = Path(__file__).with_name("setting-names.txt")
FAMILIES = ("DOORSTEP", "TWILIO", "KAFKA")
LIKE_A_FAMILY, LIKE_A_NAME = 0.8, 0.7


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A name that nothing reads, and what may have been meant."""

    name: str
    nearest: str | None

    def __str__(self) -> str:
        meant = f"; is {self.nearest} meant?" if self.nearest else ""
        return f"{self.name} is no setting of ours and has no effect{meant}"


@cache
def setting_names() -> frozenset[str]:
    """Of every process, without their `_FILE` forms."""
    return frozenset(NAMES.read_text("utf-8").split())


def misspelt(env: Mapping[str, str]) -> list[Misspelt]:
    """By name. Values are not looked at: they may be secrets."""
    return [Misspelt(name, _nearest(name)) for name in sorted(env) if _looks_like_ours(name) and not _is_known(name)]


def warn(service: str, env: Mapping[str, str]) -> None:
    """A line in the log for each."""
    for each in misspelt(env):
        logger(service).warning("setting-unknown", setting=each.name, reference=each.nearest)


def _is_known(name: str) -> bool:
    plain = name.removesuffix(FILE)
    return name.startswith(OF_TESTS) or bool({name, plain} & setting_names())


def _looks_like_ours(name: str) -> bool:
    if name.startswith(OURS):
        return True
    first, _, rest = name.upper().partition("_")
    return bool(rest) and bool(get_close_matches(first, FAMILIES, 1, LIKE_A_FAMILY))


def _nearest(name: str) -> str | None:
    given = name.upper()
    plain = given.removesuffix(FILE)
    found = get_close_matches(plain, sorted(setting_names()), 1, LIKE_A_NAME) or get_close_matches(
        given, sorted(setting_names()), 1, LIKE_A_NAME
    )
    if not found:
        return None
    return found[0] + FILE if given != plain and not found[0].endswith(FILE) else found[0]
