"""How often, how long and after which failures a webhook is tried, as its URL asks for in its fragment.

`https://.../replies#rc=2&rp=all` asks for two retries after any failure. Names, ranges and defaults are those of
Twilio's page "Webhooks: connection overrides": one retry, only when no connection could be made (`ct`), and fifteen
seconds for all of it. So a webhook whose server answers, be it with an error, is sent once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qsl, urldefrag

RetryCause = Literal["4xx", "5xx", "ct", "rt"]
FAILURES: frozenset[RetryCause] = frozenset(get_args(RetryCause))
TIMEOUT_MS_MIN, CONNECT_MS_MAX, READ_MS_MAX, TOTAL_MS_MAX, RETRIES_MAX = 100, 10_000, 15_000, 15_000, 5


@dataclass(frozen=True, slots=True)
class Overrides:
    """`total_s` bounds all tries together; `on` are the failures after which it is tried again."""

    connect_s: float = 5.0
    read_s: float = 15.0
    total_s: float = 15.0
    retries: int = 1
    on: frozenset[RetryCause] = frozenset({"ct"})


DEFAULT = Overrides()


def overrides_of(url: str) -> tuple[str, Overrides]:
    """The URL that is called and signed, without its fragment, and what that asked for.

    What is out of range or unknown asks for nothing.
    """
    plain, fragment = urldefrag(url)
    asked = dict(parse_qsl(fragment))
    return plain, Overrides(
        connect_s=_whole(asked, "ct", TIMEOUT_MS_MIN, CONNECT_MS_MAX, 5_000) / 1_000,
        read_s=_whole(asked, "rt", TIMEOUT_MS_MIN, READ_MS_MAX, 15_000) / 1_000,
        total_s=_whole(asked, "tt", TIMEOUT_MS_MIN, TOTAL_MS_MAX, 15_000) / 1_000,
        retries=_whole(asked, "rc", 0, RETRIES_MAX, DEFAULT.retries),
        on=_policy(asked.get("rp", "")),
    )


def _whole(asked: dict[str, str], name: str, least: int, most: int, otherwise: int) -> int:
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and least <= int(text) <= most else otherwise


def _policy(text: str) -> frozenset[RetryCause]:
    named = set(text.split(","))
    if "all" in named:
        return FAILURES
    return frozenset(failure for failure in FAILURES if failure in named) or DEFAULT.on
