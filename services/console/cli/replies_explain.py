"""`./doorstep replies explain`: what one reply is read as, why, and what would follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from deploy.local.user_error import WrongUsage
from services.notifier.hearing.explain import explained
from services.notifier.second_reader.linear import second_reader
from services.notifier.understanding.reading import AskedKind, FoundMeaning, OfferedWindow

from . import output
from .replies import app
from .replies_evaluate import AskSecond, document, opinion
from .replies_fields import HALF_A_CHARACTER, WrongField, aware_moment_in
from .replies_hint import hint_of, say_no_hint
from .reply_page import ReplyExplanation, show

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
    page = ReplyExplanation(heard, asked, moment, windows, lang, second is not None)
    if as_json:
        output.print_json(_document(page))
    else:
        show(output.console(), page)


def _document(page: ReplyExplanation) -> dict[str, Any]:
    """What was read, what the services hear of it, and what they would do."""
    heard, found = page.heard, page.heard.read.reading
    told = {
        "meanings": [_meaning(page, meaning) for meaning in found.meanings],
        "no_visits": _meaning(page, found.no_visits) if found.no_visits is not None else None,
        "author": heard.read.author,
        "acted_on_as": [meaning.model_dump(mode="json", exclude_none=True) for meaning in heard.weighed.meanings],
        "shown_to_a_person": heard.follows.reads,
        "guess": heard.follows.guess,
        "text_back": heard.follows.text,
        "booked": heard.follows.books,
        "held": heard.follows.brake,
        "follows": [f"{name}: {sentence}" for name, sentence in page.follows],
        "asked_back": page.question,
    }
    thought = {"second_reader": None if heard.second is None else opinion(heard.second)} if page.second else {}
    return document(found, page.asked) | told | thought


def _meaning(page: ReplyExplanation, one: FoundMeaning) -> dict[str, Any]:
    return {
        "meaning": one.kind, "sure": one.confidence, "words": page.words_of(one), "rule": one.rule,
        "spans": [[span.start, span.end] for span in one.spans],
    }  # fmt: skip


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
