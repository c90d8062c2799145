"""JSON logs that can't hold personal data: only known keys pass, and a value that looks like a number to call is cut.

`logger("notifier").info("text-posted", case=..., intent=...)`: the event is a fixed code, never an f-string.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

import structlog

from . import metrics

ALLOWED = frozenset(
    "case intent visit booking region topic partition offset service step reason code rule event_type cause_id count "
    "seconds ms version kind aggregate error at due_at port url_path attempts pid state share records lag worker "
    "setting pack owner day collectors scope what signal format route method where reference language".split()
)
RESERVED = frozenset({"event", "level", "timestamp", "service"})
TEXT_MAX = 200
QUOTED_EVERY_S = 10.0
_DIGITS = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_IDS = re.compile(r"^[A-Za-z0-9._:-]{1,80}$")


def _only_known(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    clean: dict[str, Any] = {}
    for key, value in event.items():
        if key in RESERVED or key in ALLOWED:
            clean[key] = _cut(value)
        else:
            clean["refused_keys"] = clean.get("refused_keys", 0) + 1
    return clean


def _cut(value: Any) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    text = str(value)[:TEXT_MAX]
    return text if _IDS.match(text) and not text.startswith("+") else _DIGITS.sub("[cut]", text)


def configure(service: str, level: str = "INFO") -> None:
    """One JSON object a line on standard error, ours and the libraries'."""
    number = logging.getLevelNamesMapping().get(level, logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_known,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=True,
    )
    handler = _Library(service)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


@dataclass(slots=True)
class Lost:
    """How many lines of this process nobody will read. `/ready` says so: an empty log is not a quiet one."""

    lines: int = 0


lost = Lost()


class _StandardError:
    """Whatever standard error is at that moment: loggers outlive a redirection of it.

    A line that can't be written (a full disk, a pipe that nobody reads) is lost and counted: whoever logs works on.
    """

    def msg(self, line: str) -> None:
        try:
            sys.stderr.write(line + "\n")
        except (OSError, ValueError):  # ValueError: it is closed
            lost.lines += 1
            metrics.count("log_lines_lost")

    debug = info = warning = error = critical = msg


class _Library(logging.Handler):
    """Libraries may put anything into a message, so only who spoke, from where and the error's class are kept.

    One place is quoted once in `QUOTED_EVERY_S`, with how often it spoke since: a lost broker is 150 lines a second.
    """

    def __init__(self, service: str) -> None:
        super().__init__()
        self._log = logger(service)
        self._quoted: dict[tuple[str, int], tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        place = (record.name, record.lineno)
        since, unquoted = self._quoted.get(place, (-QUOTED_EVERY_S, 0))
        if record.created - since < QUOTED_EVERY_S:
            self._quoted[place] = (since, unquoted + 1)
            return
        self._quoted[place] = (record.created, 0)
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        line = f"line-{record.lineno}"
        self._log.warning("library", kind=record.name, code=line, error=error, count=unquoted + 1)


def logger(service: str) -> Any:
    """A logger bound to the service's name."""
    return structlog.get_logger(service=service)


if not structlog.is_configured():
    # Until a process says how it logs: what stands on standard output is a command's answer.
    structlog.configure(logger_factory=lambda *_: _StandardError())
