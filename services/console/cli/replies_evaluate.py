"""`./doorstep replies evaluate`: what the reader makes of replies in a file. It grades nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from services.notifier.hearing.check_code import A_CODE, code_said
from services.notifier.hearing.consequences import guess_of
from services.notifier.hearing.doubts import read_doubted
from services.notifier.hearing.second_reader import SecondOpinion, SecondReader, doubted_by, opinion_of
from services.notifier.second_reader.linear import second_reader
from services.notifier.understanding.reading import ReplyReading

from . import output
from .replies import app
from .replies_fields import (
    id_in,
    local_moment_in,
    question_in,
    text_in,
    zone_in,
)
from .replies_files import labelled_rows
from .replies_hint import hint_of, say_no_hints
from .screen import Words

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="One JSON object a line: id, lang, tz, now, asked, text. - is standard input."),
]
AskSecond = Annotated[bool, typer.Option("--second-reader", help="Ask the second reader too, and say what it thought.")]


@app.command("evaluate")
def evaluate(file: File, as_json: output.AsJson = False, ask_second: AskSecond = False) -> None:
    """What every reply of a file is read as. Whoever counts does so elsewhere."""
    second = second_reader(ask_second)
    replies = list(rows(file))
    say_no_hints([row["lang"] for row in replies])
    cases = [case(row, second) for row in replies]
    if as_json:
        output.print_json({"cases": cases})
        return
    asked = ("second reader",) if ask_second else ()
    table = output.table("id", "text", "meanings", *asked, fold=("text", "meanings", *asked))
    for one in cases:
        thought = (one["second_reader"]["told"],) if ask_second else ()
        table.add_row(Words(str(one["id"])), Words(one["text"]), " ".join(one["intents"]), *thought)
    output.print_table(output.console(), table)


def opinion(second: SecondOpinion) -> dict[str, Any]:
    return {
        "told": second.told, "stop": second.stop, "no_yes": second.no_yes,
        "chances": {meaning: round(chance, 4) for meaning, chance in second.chances.items()},
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
        return read_doubted(text, row["asked"], row["now"], hint_of(row["lang"]))

    found = read(row["text"])
    if code_said(row["text"], found, read, crew_comes=row["asked"].kind == "notice") is not None:
        found = A_CODE
    named = {"id": row["id"], "text": row["text"]}
    if second is None:
        return named | document(found, row["asked"].kind)
    doubt = opinion_of(second, row["text"], row["asked"].kind)
    return named | document(doubted_by(found, doubt), row["asked"].kind) | {"second_reader": opinion(doubt)}


def document(found: ReplyReading, asked: str) -> dict[str, Any]:
    time = found.time
    return {
        "intents": [meaning.kind for meaning in found.meanings],
        "slot": found.slot,
        "time": None if time is None else {"start": time.start.isoformat(), "end": time.end.isoformat()},
        "confidence": max(meaning.confidence for meaning in found.meanings),
        "guess": guess_of(found) if asked == "offer" else None,
    }
