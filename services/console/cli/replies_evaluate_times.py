"""`./doorstep replies evaluate-times`: what the reader makes of time expressions in a file. It grades nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from services.notifier.understanding.times import CONVENTIONS, TimeMention, TimeReading, mentions

from . import output
from .replies import app
from .replies_fields import id_in, moment_in, text_in
from .replies_files import labelled_rows
from .replies_hint import hint_of, say_no_hints
from .screen import Words

TimesFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="One JSON object a line: id, lang, now, text. - is standard input.")
]
Convention = Literal["recognizers", "ours"]
AskParts = Annotated[
    Convention,
    typer.Option(
        "--day-parts",
        help="When the parts of a day are: recognizers (afternoon 12-16, evening 16-20, night 20-23:59:59, the end of "
        "a day its last second, as sets made from Recognizers-Text have it) or ours (afternoon 12-18, evening 18-21), "
        "which replies are always read in.",
    ),
]


@app.command("evaluate-times")
def evaluate_times(file: TimesFile, as_json: output.AsJson = False, day_parts: AskParts = "recognizers") -> None:
    """What every time expression of a file is read as, best reading first. Whoever counts does so elsewhere."""
    expressions = list(rows(file))
    say_no_hints([row["lang"] for row in expressions])
    cases = [case(row, day_parts) for row in expressions]
    if as_json:
        output.print_json({"day_parts": day_parts, "cases": cases})
        return
    table = output.table("id", "text", "readings", fold=("text", "readings"))
    for one in cases:
        said = (" ".join(str(part) for part in reading.values()) for reading in one["readings"])
        table.add_row(Words(str(one["id"])), Words(one["text"]), "\n".join(said) or "-")
    output.print_table(output.console(), table)


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of the file. Raises `UserError` for one that is no case."""
    return labelled_rows(file, _row, "id, lang, now and text")


def _row(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": id_in(line),
        "lang": text_in(line, "lang", ""),
        "text": text_in(line, "text"),
        "now": str(moment_in(line, "now")),
    }


def case(row: dict[str, Any], day_parts: Convention = "recognizers") -> dict[str, Any]:
    """One line of the answer. The longest mention is what the text says of time."""
    at = datetime.fromisoformat(row["now"])
    at, hint = at if at.tzinfo else at.replace(tzinfo=UTC), hint_of(row["lang"])
    found = mentions(row["text"], at, hint, CONVENTIONS[day_parts])
    longest = max(found, key=lambda mention: mention.end - mention.start, default=None)
    return {"id": row["id"], "text": row["text"], "readings": [] if longest is None else list(readings(longest))}


def readings(mention: TimeMention) -> Iterator[dict[str, str]]:
    """A mention's readings as type with value, or start and end; an open end is left out, a last day that was named
    is printed as it was named."""
    for reading in mention.readings:
        first, last = _ends(reading)
        if reading.kind in ("date", "time", "datetime"):
            yield {"type": reading.kind, "value": first}
            continue
        said = {"type": reading.kind, "start": first, "end": last}
        if reading.open:
            del said["end" if reading.open == "after" else "start"]
        yield said


def _ends(reading: TimeReading) -> tuple[str, str]:
    if reading.start is None or reading.end is None:
        return str(reading.first or time(0)), str(reading.last or time(0))
    last = reading.end - timedelta(days=1) if reading.named else reading.end
    shape = "%Y-%m-%d" if reading.kind in ("date", "daterange") else "%Y-%m-%d %H:%M:%S"
    return reading.start.strftime(shape), last.strftime(shape)
