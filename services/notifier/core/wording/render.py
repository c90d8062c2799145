"""The body of a text: template plus parameters. Times are written as the borrower's clock shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Window

from .language import LanguageWords
from .names import cleaned, cleaned_all


@dataclass(frozen=True, slots=True)
class Params:
    """What a text says besides its template. A name that can't be read any more is None."""

    wording: Wording
    officer: str | None
    crew: Sequence[str | None]
    quiet_days: int


def render(kind: TextKind, spoken: LanguageWords, params: Params) -> str:
    """The body in a language of ours (see `languages`)."""
    wording = params.wording
    slots = [
        spoken.slot.format(number=number, window=when(slot.window, spoken))
        for number, slot in enumerate(wording.slots, 1)
    ]
    return spoken.template(kind, wording.closed, wording.names_on is not None).format(
        officer=cleaned(params.officer, spoken.bank),
        crew=_listed(cleaned_all(params.crew, spoken.colleague), spoken),
        slots="\n".join(slots),
        digits="1" if len(slots) <= 1 else spoken.digits.format(last=len(slots)),
        window=when(wording.window, spoken) if wording.window is not None else "-",
        number=next((number for number, slot in enumerate(wording.slots, 1) if slot.window == wording.window), "-"),
        code=wording.check_code or "-",
        quiet_days=params.quiet_days,
        day=on(wording.names_on, spoken) if wording.names_on is not None else "-",
    )


def when(window: Window, spoken: LanguageWords) -> str:
    """`Thu 26 Nov 10:00-12:00`: the local start that was promised, and as long after it as the window lasts."""
    start = datetime.fromisoformat(window.local)
    end = start + (window.end - window.start)
    return spoken.window.format(
        weekday=spoken.days[start.weekday()],
        day=spoken.first if start.day == 1 else start.day,
        month=spoken.months[start.month - 1],
        h1=f"{start:%H}", m1=f"{start:%M}", h2=f"{end:%H}", m2=f"{end:%M}",
    )  # fmt: skip


def on(day: date, spoken: LanguageWords) -> str:
    """`Tue 24 Nov`."""
    return spoken.day_alone.format(
        weekday=spoken.days[day.weekday()],
        day=spoken.first if day.day == 1 else day.day,
        month=spoken.months[day.month - 1],
    )


def _listed(names: Sequence[str], spoken: LanguageWords) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return spoken.both.join([part for part in (spoken.comma.join(names[:-1]), names[-1]) if part])
