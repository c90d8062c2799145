"""A text read from end to end: folded, cut up, put together by the grammar, and told as mentions."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from .clock_rules import CLOCKS, hour_of
from .day_parts import OURS, DayParts
from .day_rules import DAYS
from .days import day_of_month
from .far_rules import FAR
from .fold import fold
from .grammar import Grammar, TimeContext
from .hour_range_rules import RANGES
from .hours import Hours, hours, of_digits
from .joined_rules import JOINED, moments, stretches
from .length_rules import DOUBLE, LENGTHS
from .lengths import Length
from .lexicon import Atom, atoms, index, languages_of, split_clitics
from .mention import TimeMention
from .number_rules import NUMBERED
from .period_rules import LEFT_OVER, PERIODS
from .roles import letter
from .share_rules import SHARES
from .small_talk_rules import SMALL_TALK
from .stretch_rules import STRETCHES
from .telling import TELLING, told_of
from .tokens import tokens
from .weekday_rules import WEEKDAYS

GRAMMAR = Grammar((
    *SMALL_TALK, *SHARES, *NUMBERED, *DOUBLE, *CLOCKS, *LENGTHS, *PERIODS, *WEEKDAYS, *DAYS, *FAR, *LEFT_OVER,
    *STRETCHES, *RANGES, *JOINED,
))  # fmt: skip
"""In the order in which they are tried."""
_NUMBERS = frozenset(letter(name) for name in ("number", "ordinal", "month", "maybemonth", "weekday", "next"))
_CLOCK, _LENGTH, _PERIOD = letter("clock"), letter("length"), letter("period")
_HOLE, _COMMA, _OR = letter("hole"), letter("comma"), letter("or")
_MINUTES = frozenset(letter(name) for name in ("frac", "prefrac", "postfrac"))
_DAYS, _HOURS = (letter("date"),), (letter("clock"), letter("range"), letter("part"))
_GAP = frozenset(letter(name) for name in ("hole", "at", "ato", "on", "filler", "the", "of", "in", "inside", "am"))
MOST_MENTIONS = 12
WIDEST_GAP = 4
"""Unknown words that may stand between a day and its hour."""


_COUNTS_ONLY = frozenset(("a", "an", "few", "a few", "couple", "a couple", "couple of", "a couple of"))
"""Numbers of things, and no hours: "at a push"."""


class Spelt(int):
    """A number in words. `counts`: of things alone, and never an hour."""

    spelt = True
    counts = False


class Counting(Spelt):
    """See `Spelt`."""

    counts = True


def read(text: str, at: datetime, hint: str = "", day_parts: DayParts = OURS) -> tuple[TimeMention, ...]:
    """See `mentions`."""
    folded, places = fold(text)
    pieces = tokens(folded)
    if not folded.isascii():
        pieces = split_clitics(pieces)
    languages = languages_of(pieces, hint)
    digits = any(piece.kind in ("clock", "slash", "ymd", "dmy") for piece in pieces)
    if not languages and not digits:
        return ()
    language = languages[0] if languages else (hint.split("-")[0] or "en")
    known = index().languages
    context = TimeContext(at.replace(tzinfo=None, microsecond=0), known.get(language, known["en"]), folded, day_parts)
    found = atoms(pieces, context.words.language)
    for atom in found:
        if atom.role in _AS_WRITTEN:
            _prepare(atom, folded)
    _mark_days(found, context)
    _unbind(found, context)
    if _IDLE.issuperset([atom.role for atom in found]) and sum(isinstance(atom.value, Spelt) for atom in found) < 2:
        return ()
    made = [atom for atom in _clauses(GRAMMAR.applied(context, found), context) if atom.role in TELLING]
    return tuple(
        TimeMention(
            start=atom.start if places is None else places[atom.start],
            end=atom.end if places is None else places[atom.end - 1] + 1,
            language=context.words.language,
            gap=_gap(atom.gap, places),
            **told,
        )
        for atom in made[:MOST_MENTIONS]
        if (told := told_of(atom, context, at.tzinfo)) is not None
    )


def _gap(gap: tuple[int, int] | None, places: list[int] | None) -> tuple[int, int] | None:
    return gap if gap is None or places is None else (places[gap[0]], places[gap[1]])


_IDLE = frozenset(
    letter(name)
    for name in ("hole", "halt", "number", "filler", "of", "comma", "on", "in", "inside", "to", "or", "plus", "that",
    "notime", "dash", "longnumber", "this", "last", "next", "minus", "every")
)  # fmt: skip
"""Roles that alone say nothing of time."""


_AS_WRITTEN = _NUMBERS | _MINUTES | {_CLOCK, _LENGTH, _PERIOD}


def _prepare(atom: Atom, folded: str) -> None:
    """Values of tables and digits as the rules want them."""
    role, value = atom.role, atom.value
    if role in _NUMBERS:
        counts = folded[atom.start : atom.end] in _COUNTS_ONLY
        atom.value = int(value) if folded[atom.start].isdigit() else (Counting if counts else Spelt)(value)
    elif role in _MINUTES:
        atom.value = int(value)
    elif role == _CLOCK:
        hour, *rest = (int(part) for part in value.split(":"))
        atom.value = hours(hour, *rest, sure=True) if hour in (0, 12) else of_digits(value)
        if not atom.value:
            atom.role, atom.value = _HOLE, 1
    elif role == _LENGTH:
        months, days, minutes = map(int, value.split())
        atom.value = Length(months, days, minutes)
    elif role == _PERIOD:
        unit, offset = value.split()
        atom.value = (unit, int(offset))


def _mark_days(found: list[Atom], context: TimeContext) -> None:
    """Words for "on" that make the number before them a day of the month."""
    if not context.words.day_behind:
        return
    for number, on in pairwise(found):
        digits = number.role == letter("number") and not isinstance(number.value, Spelt)
        if digits and context.text[on.start : on.end] in context.words.day_behind:
            on.role = letter("daymark")


_COUNTS, _UNITS = (letter("number"), letter("frac")), (letter("unit"), letter("minute"))
_UNBINDS = frozenset(letter(name) for name in ("hole", "oclock", "hour", "clock", "minute", "part"))


def _unbind(found: list[Atom], context: TimeContext) -> None:
    """Words like "early" behind what is early: 太早, 一点下班."""
    if not context.words.bound:
        return
    for place, (before, atom) in enumerate(pairwise(found), 2):
        if len(found) > place + 1 and found[place].role in _COUNTS and found[place + 1].role in _UNITS:
            continue  # 可以早两个钟吗
        near = before.end == atom.start or (before.end + 1 == atom.start and context.words.language != "zh")
        if near and before.role in _UNBINDS and context.text[atom.start : atom.end] in context.words.bound:
            atom.role, atom.value = _HOLE, 1


def _clauses(found: list[Atom], context: TimeContext) -> list[Atom]:
    """A day and an hour that a few words of the same clause stand between, put together: "friday works, at 3"."""
    kept: list[Atom] = []
    _share_days(found)
    waiting: int | None = None
    gap, parted = 0, False
    for atom in found:
        name = TELLING.get(atom.role)
        if name is None:
            if atom.role == _COMMA and waiting is not None and kept[waiting].role in _DAYS:
                parted = True
                continue
            gap += atom.value if atom.role == _HOLE else 0
            if parted and atom.role == _HOLE:
                waiting = None  # "thursday suits me, I finish at 3"
            if atom.role not in _GAP or gap > WIDEST_GAP:
                waiting = None
            continue
        kept.append(atom)
        if waiting is not None and name in ("date", "clock", "range", "part"):
            a, b = kept[waiting], atom
            day, hour = (a, b) if a.role in _DAYS else (b, a)
            if day.role in _DAYS and hour.role in _HOURS:
                kept[waiting:] = [_joined(day, hour, context, a.start, b.end)]
                kept[waiting].gap = (a.end, b.start)
                waiting = None
                continue
        waiting, gap, parted = len(kept) - 1, 0, False
    return kept


def _share_days(found: list[Atom]) -> None:
    """Tomorrow at 10 or 2; 10:30 or 2:45 tomorrow: the day counts for both hours."""
    for a, link, b in zip(found, found[1:], found[2:], strict=False):
        if link.role != _OR or not a.value:
            continue
        if a.role == letter("date") and b.role == letter("ordinal"):
            b.role, b.value = letter("date"), day_of_month(a.value[0], b.value)
        elif a.role == letter("date") and b.role == letter("last") and a.value:  # mañana o pasado
            b.role, b.value = letter("date"), tuple(day + timedelta(days=1) for day in a.value)
        elif a.role == letter("moment") and b.role in (letter("clock"), letter("number")):
            some = b.value if b.role == letter("clock") else hour_of(b.value)
            _move(b, a, some)
        elif b.role == letter("moment") and a.role in (letter("clock"), letter("number")):
            _move(a, b, a.value if a.role == letter("clock") else hour_of(a.value))


def _move(atom: Atom, dated: Atom, some: Hours) -> None:
    if some:
        days = tuple(dict.fromkeys(one.date() for one in dated.value))
        atom.role, atom.value = letter("moment"), moments(days, some)


def _joined(day: Atom, hour: Atom, context: TimeContext, start: int, end: int) -> Atom:
    if hour.role == letter("clock"):
        return Atom(letter("moment"), moments(day.value, hour.value), start, end)
    hours_, side = hour.value if hour.role == letter("range") else ((context.part(hour.value),), "")
    return Atom(letter("stretch"), (stretches(day.value, hours_), side), start, end)
