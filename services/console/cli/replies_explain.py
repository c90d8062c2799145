"""`./doorstep replies explain`: what one reply is read as, why, and what would follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.padding import Padding

from deploy.local.user_error import WrongUsage
from services.notifier.hearing.explain import ExplainedReply, asked_back, explained
from services.notifier.hearing.second_reader import SecondReader
from services.notifier.second_reader.linear import second_reader
from services.notifier.understanding.reader import written
from services.notifier.understanding.reading import AskedKind, OfferedWindow, ReplyReading

from . import output
from .replies import app
from .replies_evaluate import AskSecond, document, opinion
from .replies_fields import HALF_A_CHARACTER, WrongField, aware_moment_in
from .replies_hint import hint_of, say_no_hint
from .screen import Words

COLUMNS = 80
"""Wider than these a text is not shown."""
SAMPLE = datetime(2026, 11, 24, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The moment that `explain` takes where none is given: a Tuesday afternoon."""
SAMPLE_HOURS = {1: (2, 10), 2: (3, 14), 3: (4, 9)}
"""What `explain` offers: so many days later, at this hour, for two hours."""
KINDS: Mapping[AskedKind, str] = {
    "offer": "times for a visit", "notice": "the visit that was agreed", "reminder": "to pay (a visit's is a notice)",
    "question": "we have no time, or no visit for now", "none": "nothing",
}  # fmt: skip
AT_HELP = "When it was written, with its offset from UTC: 2026-11-24T14:20+08:00."
ASKED_HELP = f"What we had written. {'; '.join(f'{kind}: {told}' for kind, told in KINDS.items())}."


@app.command("explain")
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A reply, as a borrower would write it.")],
    asked: Annotated[AskedKind, typer.Option("--asked", metavar="KIND", help=ASKED_HELP)] = "offer",
    lang: Annotated[
        str, typer.Option("--lang", metavar="TAG", help="The language they are known to write, for example zh: a hint.")
    ] = "",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help=AT_HELP)] = "",
    as_json: output.AsJson = False,
    ask_second: AskSecond = False,
) -> None:
    """Why a reply means what it means: meanings, how sure, on which words, by which rule, and what would follow."""
    if HALF_A_CHARACTER.search(text):
        raise WrongUsage("TEXT is not UTF-8.", "")
    moment = _moment(at)
    say_no_hint(lang)
    windows = sample_windows(moment)
    if asked == "notice":
        windows = (replace(windows[1], number=1),)
    elif asked != "offer":
        windows = ()
    second = second_reader(ask_second)
    heard = explained(text, asked, windows, moment, hint_of(lang), second)
    found = heard.read.reading
    question = None if heard.guess is None else asked_back(heard.guess, windows, lang)
    meanings = [_told(heard.own, found, place) for place in range(len(found.meanings))]
    if as_json:
        output.print_json(
            document(found, asked) | {"meanings": meanings} | _acted_on(heard, question) | _thought(heard, second)
        )
        return
    console = output.console()
    if windows:
        console.print(f"Asked: {asked}, on {_shown(moment)}. {_listed(windows)}", soft_wrap=False)
    table = output.table("meaning", "sure", "words", "rule", fold=("words", "rule"))
    for one in meanings:
        table.add_row(one["meaning"], f"{one['sure']:.2f}", Words(one["words"] or "-"), Words(one["rule"]))
    output.print_table(console, table)
    if found.slot is not None:
        console.print(f"Slot {found.slot}")
    if found.time is not None:
        console.print(f"Time {_shown(found.time.start)} to {_shown(found.time.end)}")
    if second is not None:
        told = "not asked" if heard.second is None else heard.second.told
        console.print(f"Second reader: {told}", soft_wrap=True, highlight=False)
    for line in heard.follows:
        console.print(line, soft_wrap=True, highlight=False)
    if question is not None:
        console.print(Padding(Words(question), (0, 0, 0, 2), expand=False), width=min(console.width, COLUMNS))


def _listed(windows: Sequence[OfferedWindow]) -> str:
    """With the digits that take them; a visit that was agreed has none."""
    if len(windows) == 1:
        return _shown(windows[0].start)
    return "; ".join(f"{window.number}: {_shown(window.start)}" for window in windows)


def _acted_on(heard: ExplainedReply, question: str | None) -> dict[str, Any]:
    """What the services hear of it."""
    weighed = heard.weighed
    return {
        "author": heard.read.author,
        "acted_on_as": [meaning.model_dump(mode="json", exclude_none=True) for meaning in weighed.meanings],
        "shown_to_a_person": weighed.shown,
        "guess": heard.guess,
        "follows": heard.follows,
        "asked_back": question,
    }


def _thought(heard: ExplainedReply, second: SecondReader | None) -> dict[str, Any]:
    if second is None:
        return {}
    return {"second_reader": None if heard.second is None else opinion(heard.second)}


def sample_windows(at: datetime) -> tuple[OfferedWindow, ...]:
    """Two to four days after a moment, in its zone."""
    windows = []
    for number, (days, hour) in SAMPLE_HOURS.items():
        start = (at + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        windows.append(OfferedWindow(number, start, start + timedelta(hours=2)))
    return tuple(windows)


def _moment(at: str) -> datetime:
    if not at:
        return SAMPLE
    try:
        return aware_moment_in({"--at": at}, "--at")
    except WrongField as wrong:
        raise WrongUsage(f"{wrong}.", "") from None


def _told(text: str, found: ReplyReading, place: int) -> dict[str, Any]:
    one = found.meanings[place]
    return {
        "meaning": one.kind, "sure": one.confidence, "words": written(text, one.spans), "rule": one.rule,
        "spans": [[span.start, span.end] for span in one.spans],
    }  # fmt: skip


def _shown(moment: datetime) -> str:
    return moment.strftime("%a %d %b %H:%M")
