"""A secret that may change while we run: what stands in the file that `NAME_FILE` names, read anew when that changes.

The former one stays good for `FORMER_S`: while a secret is rotated nobody knows at which moment the other side changes.
A file that is empty, half written or away changes nothing, and is said once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from .logs import logger

LOOK_EVERY_S = 1.0
FORMER_S = 900.0
log = logger("settings")


class LiveSecret:
    """Call it for the newest. `usable` says whether a text may be one at all; what it refuses is not taken.

    A secret that came without a file never changes. Where a link leads (as Kubernetes swaps them) is what counts.
    """

    def __init__(
        self,
        name: str,
        value: str,
        path: Path | None = None,
        *,
        usable: Callable[[str], bool] = bool,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._value, self._path = name, value, path
        self._usable, self._now_s = usable, now_s
        self._former: list[tuple[float, str]] = []
        self._seen: tuple[int, ...] | None = None  # it may have changed since it was read for `value`
        self._look_at_s = now_s()
        self._said = False

    def __call__(self) -> str:
        """The newest, at most `LOOK_EVERY_S` seconds late."""
        now = self._now_s()
        if self._path is not None and now >= self._look_at_s:
            self._look_at_s = now + LOOK_EVERY_S
            self._look(now)
        return self._value

    def accepted(self) -> tuple[str, ...]:
        """The newest, and those that it took the place of less than `FORMER_S` ago; each once, newest first."""
        newest, now = self(), self._now_s()
        self._former = [(until, value) for until, value in self._former if until > now]
        return tuple(dict.fromkeys((newest, *(value for _, value in reversed(self._former)))))

    def _look(self, now: float) -> None:
        assert self._path is not None
        mark = self._mark()
        if mark is not None and mark == self._seen:
            return
        try:
            text = self._path.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            text = ""
        if mark is None or not text or not (text == self._value or self._usable(text)):
            if not self._said:
                log.error("secret-not-taken", setting=self._name)
            self._said = True
            return
        self._seen, self._said = mark, False
        if text != self._value:
            self._former.append((now + FORMER_S, self._value))
            self._value = text
            log.info("secret-changed", setting=self._name)

    def _mark(self) -> tuple[int, ...] | None:
        """Tells one state of the file from another; None where there is none."""
        try:
            found = os.stat(self._path) if self._path is not None else None
        except (OSError, ValueError):
            return None
        return None if found is None else (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
