"""`./doorstep replies evaluate` and `explain`: what the reader makes of replies, and why. It grades nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.padding import Padding

from deploy.local.user_error import WrongUsage
from services.notifier.hearing.check_code import A_CODE, code_said
from services.notifier.hearing.doubts import read_doubted
from services.notifier.hearing.explain import ExplainedReply, asked_back, explained, guess_of
from services.notifier.hearing.second_reader import SecondOpinion, SecondReader, doubted_by, opinion_of
from services.notifier.second_reader.linear import second_reader
from services.notifier.understanding.languages import LANGUAGES
from services.notifier.understanding.reader import written
from services.notifier.understanding.reading import AskedKind, OfferedWindow, ReplyReading

from . import output
from .replies import app
from .replies_fields import (
    HALF_A_CHARACTER,
    WrongField,
    id_in,
    local_moment_in,
    moment_in,
    question_in,
    text_in,
    zone_in,
)
from .replies_files import labelled_rows
from .screen import Words

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="One JSON object a line: id, lang, tz, now, asked, text. - is standard input."),
]
AskSecond = Annotated[bool, typer.Option("--second-reader", help="Ask the second reader too, and say what it thought.")]
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
ASKED_HELP = f"What we had written. {'; '.join(f'{kind}: {told}' for kind, told in KINDS.items())}."
LANGUAGE_CODES = tuple(language.code for language in LANGUAGES)


@app.command("evaluate")
def evaluate(file: File, as_json: output.AsJson = False, ask_second: AskSecond = False) -> None:
    """What every reply of a file is read as. Whoever counts does so elsewhere."""
    second = second_reader(ask_second)
    cases = [case(row, second) for row in rows(file)]
    if as_json:
        output.print_json({"cases": cases})
        return
    asked = ("second reader",) if ask_second else ()
    table = output.table("id", "text", "meanings", *asked, fold=("text", "meanings", *asked))
    for one in cases:
        thought = (one["second_reader"]["told"],) if ask_second else ()
        table.add_row(Words(str(one["id"])), Words(one["text"]), " ".join(one["intents"]), *thought)
    output.print_table(output.console(), table)


@app.command("explain")
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A reply, as a borrower would write it.")],
    asked: Annotated[str, typer.Option("--asked", metavar="KIND", help=ASKED_HELP)] = "offer",
    lang: Annotated[
        str, typer.Option("--lang", help="The language they are known to write, for example zh: a hint.")
    ] = "",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When it was written, with its offset.")] = "",
    as_json: output.AsJson = False,
    ask_second: AskSecond = False,
) -> None:
    """Why a reply means what it means: meanings, how sure, on which words, by which rule, and what would follow."""
    if asked not in KINDS:
        raise WrongUsage(f"{asked!r} is nothing that is asked.", f"One of {', '.join(KINDS)}.")
    if HALF_A_CHARACTER.search(text):
        raise WrongUsage("TEXT is not UTF-8.", "")
    moment = _moment(at)
    windows = sample_windows(moment)
    if asked == "notice":
        windows = (replace(windows[1], number=1),)
    elif asked != "offer":
        windows = ()
    second = second_reader(ask_second)
    heard = explained(text, asked, windows, moment, _language(lang), second)  # type: ignore[arg-type]
    found = heard.read.reading
    question = None if heard.guess is None else asked_back(heard.guess, windows, lang)
    meanings = [_told(heard.own, found, place) for place in range(len(found.meanings))]
    if as_json:
        output.print_json(
            _document(found, asked) | {"meanings": meanings} | _acted_on(heard, question) | _thought(heard, second)
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
    return {"second_reader": None if heard.second is None else _opinion(heard.second)}


def _opinion(second: SecondOpinion) -> dict[str, Any]:
    return {
        "told": second.told, "stop": second.stop, "no_yes": second.no_yes,
        "chances": {meaning: round(chance, 4) for meaning, chance in second.chances.items()},
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
        moment = moment_in({"--at": at}, "--at")
    except WrongField as wrong:
        raise WrongUsage(f"{wrong}.", "") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SAMPLE.tzinfo)


def _language(tag: str) -> str:
    """The code of the language that a tag names: `zh` of `zh-Hant`."""
    code = tag.lower().replace("_", "-").partition("-")[0]
    if tag and code not in LANGUAGE_CODES:
        raise WrongUsage(f"No reply is read in {tag!r}.", f"Replies are read in {', '.join(LANGUAGE_CODES)}.")
    return code


def _told(text: str, found: ReplyReading, place: int) -> dict[str, Any]:
    one = found.meanings[place]
    return {
        "meaning": one.kind, "sure": one.confidence, "words": written(text, one.spans), "rule": one.rule,
        "spans": [[span.start, span.end] for span in one.spans],
    }  # fmt: skip


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of the file. Raises `UserError` for one that is no case."""
    return labelled_rows(file, _row, "id, lang, tz, now, asked, text")


def _row(line: dict[str, Any]) -> dict[str, Any]:
    zone = zone_in(line)
    return {
        "id": id_in(line), "text": text_in(line, "text"), "lang": text_in(line, "lang", ""),
        "now": local_moment_in(line, "now", zone), "asked": question_in(line, zone),
    }  # fmt: skip


def case(row: dict[str, Any], second: SecondReader | None = None) -> dict[str, Any]:
    """One line of the answer."""

    def read(text: str) -> ReplyReading:
        return read_doubted(text, row["asked"], row["now"], row["lang"])

    found = read(row["text"])
    if code_said(row["text"], found, read, crew_comes=row["asked"].kind == "notice") is not None:
        found = A_CODE
    named = {"id": row["id"], "text": row["text"]}
    if second is None:
        return named | _document(found, row["asked"].kind)
    opinion = opinion_of(second, row["text"], row["asked"].kind)
    return named | _document(doubted_by(found, opinion), row["asked"].kind) | {"second_reader": _opinion(opinion)}


def _document(found: ReplyReading, asked: str) -> dict[str, Any]:
    time = found.time
    return {
        "intents": [meaning.kind for meaning in found.meanings],
        "slot": found.slot,
        "time": None if time is None else {"start": time.start.isoformat(), "end": time.end.isoformat()},
        "confidence": max(meaning.confidence for meaning in found.meanings),
        "guess": guess_of(found) if asked == "offer" else None,
    }


def _shown(moment: datetime) -> str:
    return moment.strftime("%a %d %b %H:%M")
