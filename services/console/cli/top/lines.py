"""The first screen in lines: head, verdicts, what waits, and each thing that needs a person. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.text import Text

from ...views.formatting import age
from ...views.needs_a_person import Need
from ...views.verdicts import PartVerdict
from .freshness import Freshness
from .picture import MoreOfAKind, TopPicture
from .tones import COLOURS, KIND_WIDTH, KINDS, LINK, QUIET, SHAPES, STRONG
from .words import beside, fitted, wrapped

AGE_WIDTH = 6
NAME_WIDTH, WORD_WIDTH = 11, 13
CASE_WIDTH_MIN, CASE_WIDTH_MAX = 10, 24
RIGHT_WIDTH = 28
"""Room for what stands at the end of the title."""
STILL = 60.0
"""A virtual clock may be this far (s) from ours before it is called virtual."""


def head(name: str, seen: TopPicture, fresh: Freshness, real_now: datetime, width: int) -> Text:
    """What is looked at, the services' time, and how old all this is."""
    left = Text.assemble(("Doorstep", STRONG), "  ", name)
    if seen.now is not None:
        ours = abs((real_now - seen.now).total_seconds()) < STILL
        left.append(f"  {seen.now:%Y-%m-%d %H:%M} UTC{'' if ours else ', virtual time'}", QUIET)
    told = fresh.told(real_now)
    if not fresh.stale:
        return beside(left, Text(told, QUIET), width)
    # In trouble the sentence matters more than where and when.
    short = Text.assemble(("Doorstep", STRONG), f"  {name}")
    return beside(short, Text(f"{SHAPES['bad']} {told}", COLOURS["bad"]), width)


def verdict_lines(verdicts: Sequence[PartVerdict], width: int) -> list[Text]:
    """A line for each; under one that is bad, what helps."""
    lines = []
    for verdict in verdicts:
        colour = COLOURS[verdict.tone]
        start = Text.assemble(
            (f"{SHAPES[verdict.tone]} ", colour), (f"{verdict.name:<{NAME_WIDTH}}", STRONG),
            (f"{verdict.word:<{WORD_WIDTH}}", colour),
        )  # fmt: skip
        lines.append(Text.assemble(start, fitted(verdict.why, width - start.cell_len), no_wrap=True, end=""))
        if verdict.tone == "bad" and verdict.remedy:
            lines += wrapped(verdict.remedy, width, QUIET, indent=2 + NAME_WIDTH, lines_max=1)
    return lines


def waits_line(seen: TopPicture, lag: Freshness, real_now: datetime, width: int) -> Text:
    """How far behind the services are; beside it how old the oldest thing is that waits."""
    if lag.stale:
        return fitted(f"{SHAPES['wait']} lag {lag.told(real_now)}", width, COLOURS["wait"])
    left = Text.assemble(("lag  ", QUIET), seen.lag)
    if seen.oldest is None or seen.oldest.since is None or seen.now is None:
        return beside(left, Text(""), width)
    word = KINDS[seen.oldest.kind][1]
    right = Text.assemble(("oldest that waits  ", QUIET), f"{age(seen.now - seen.oldest.since)}, {word}")
    return beside(left, right, width)


def list_title(seen: TopPicture, held: Freshness, real_now: datetime, width: int) -> Text:
    """How much needs a person, and how many cases don't though they are held."""
    left = Text.assemble((f"Needs a person: {seen.waits:,}" if seen.waits else "Nothing needs a person", STRONG))
    for kind, count in seen.of_kinds if not held.stale and held.read_at is not None else ():
        part = f"  {KINDS[kind][1]} {count:,}"
        # The kinds that harm most come first; what has no room is in the list, further down.
        if left.cell_len + len(part) > width - RIGHT_WIDTH:
            break
        left.append(part, COLOURS[KINDS[kind][0]])
    if held.stale or held.read_at is None:
        return beside(left, Text(f"held cases {held.told(real_now)}", COLOURS["wait"] if held.stale else QUIET), width)
    count = sum(cases for _, cases in seen.by_themselves)
    told = f"{count:,} held end by themselves" if count else ""
    return beside(left, Text(told, QUIET), width)


def need_line(need: Need | MoreOfAKind, now: datetime | None, width: int) -> Text:
    """Shape and word of its kind, what it is, about which case, and how long it has waited."""
    if isinstance(need, MoreOfAKind):
        others = "other" if need.count == 1 else "others"
        some = f"and {need.count:,}{' or more' if need.or_more else ''} {others} like that"
        return fitted(f"  {'':{KIND_WIDTH}}  {some}", width, QUIET)
    tone, word = KINDS[need.kind]
    waited = age(now - need.since) if now is not None and need.since is not None else "-"
    case_width = min(CASE_WIDTH_MAX, max(CASE_WIDTH_MIN, width // 5))
    several = f" ({need.count:,})" if need.count > 1 else ""
    start = Text.assemble((f"{SHAPES[tone]} ", COLOURS[tone]), (f"{word:<{KIND_WIDTH}}  ", COLOURS[tone]))
    title = fitted(need.title.removeprefix("held: ") + several, width - start.cell_len - case_width - AGE_WIDTH - 4)
    case = fitted(need.case or "-", case_width, LINK if need.case else QUIET)
    return Text.assemble(start, title, "  ", case, "  ", f"{waited:>{AGE_WIDTH}}", no_wrap=True, end="")


def need_detail(need: Need | MoreOfAKind | None, width: int) -> list[Text]:
    """Why it waits, what is wrong with leaving it, and the command that acts."""
    if need is None:
        return []
    if isinstance(need, MoreOfAKind):
        return wrapped("The oldest are listed. Once they are settled the next ones are.", width, QUIET)
    return [
        *wrapped(need.why, width, lines_max=2),
        *wrapped(need.harm, width, QUIET, lines_max=2),
        *wrapped(f"$ {need.command}", width, LINK),
    ]
