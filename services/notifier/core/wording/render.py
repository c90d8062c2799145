"""The body of a text: template plus parameters. Times are written as the borrower's clock shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Window

from .en import ENGLISH
from .es import SPANISH
from .language import LanguageWords
from .pt import PORTUGUESE

LANGUAGES: dict[str, LanguageWords] = {"en": ENGLISH, "es": SPANISH, "pt": PORTUGUESE}
NAME_CHARS_MAX = 40
_UNSAFE = re.compile(r"[\x00-\x1f\x7f{}\s]+")


@dataclass(frozen=True, slots=True)
class Params:
    """What a text says besides its template. A name that can't be read any more is None."""

    wording: Wording
    officer: str | None
    crew: Sequence[str | None]
    quiet_days: int


def render(kind: TextKind, language: str, params: Params) -> str:
    """The body, in English where we do not speak `language`."""
    spoken = LANGUAGES.get(language, ENGLISH)
    wording = params.wording
    return spoken.templates[kind].format(
        officer=_name(params.officer, spoken.bank),
        crew=_listed([_name(name, spoken.colleague) for name in params.crew] or [spoken.colleague], spoken),
        slots="\n".join(f"{number}: {when(slot.window, spoken)}" for number, slot in enumerate(wording.slots, 1)),
        digits=_digits(len(wording.slots)),
        window=when(wording.window, spoken) if wording.window is not None else "-",
        code=wording.check_code or "-",
        quiet_days=params.quiet_days,
    )


def when(window: Window, spoken: LanguageWords) -> str:
    """`Thu 26 Nov 10:00-12:00`: the local start that was promised, and as long after it as the window lasts."""
    start = datetime.fromisoformat(window.local)
    end = start + (window.end - window.start)
    return f"{spoken.days[start.weekday()]} {start.day} {spoken.months[start.month - 1]} {start:%H:%M}-{end:%H:%M}"


def _digits(count: int) -> str:
    return "1" if count <= 1 else "1-" + str(count)


def _listed(names: Sequence[str], spoken: LanguageWords) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return f" {spoken.both} ".join([part for part in (", ".join(names[:-1]), names[-1]) if part])


def _name(name: str | None, otherwise: str) -> str:
    """A name on one line and of bounded length; `otherwise` where there is none."""
    return _UNSAFE.sub(" ", name or "").strip()[:NAME_CHARS_MAX] or otherwise
