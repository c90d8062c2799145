"""`./doorstep replies evaluate` and `explain`: what the reader makes of replies, and why. It grades nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, get_args
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape

from deploy.local.user_error import UserError
from services.notifier.understanding.reader import read, written
from services.notifier.understanding.reading import AskedKind, OfferedWindow, OpenQuestion, ReplyReading

from . import output
from .replies import app
from .replies_files import labelled_rows

File = Annotated[Path, typer.Argument(metavar="FILE", help="One JSON object a line: id, lang, tz, now, asked, text.")]
SAMPLE = datetime(2026, 11, 24, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The moment that `explain` takes where none is given: a Tuesday afternoon."""
SAMPLE_WINDOWS = tuple(
    OfferedWindow(
        number, SAMPLE.replace(day=day, hour=hour, minute=0), SAMPLE.replace(day=day, hour=hour + 2, minute=0)
    )
    for number, day, hour in ((1, 26, 10), (2, 27, 14), (3, 28, 9))
)


@app.command("evaluate")
def evaluate(file: File, as_json: output.AsJson = False) -> None:
    """What every reply of a file is read as. Whoever counts does so elsewhere."""
    cases = [case(row) for row in rows(file)]
    if as_json:
        output.print_json({"cases": cases})
        return
    table = output.table("id", "text", "meanings", fold=("text", "meanings"))
    for one in cases:
        table.add_row(one["id"], escape(one["text"]), " ".join(one["intents"]))
    output.console().print(table)


@app.command("explain")
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A reply, as a borrower would write it.")],
    asked: Annotated[str, typer.Option("--asked", help="offer, notice, reminder, question or none.")] = "offer",
    lang: Annotated[str, typer.Option("--lang", help="The language they are known to write. A hint.")] = "",
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When it was written, with its offset.")] = "",
    as_json: output.AsJson = False,
) -> None:
    """Why a reply means what it means: meanings, how sure, on which words, by which rule."""
    if asked not in get_args(AskedKind):
        raise UserError(f"{asked!r} is nothing that is asked.", f"One of {', '.join(get_args(AskedKind))}.")
    moment, windows = _moment(at), SAMPLE_WINDOWS if not at else ()
    if asked == "notice":
        windows = windows[1:2]
    elif asked != "offer":
        windows = ()
    found = read(text, OpenQuestion(asked, windows), moment, lang)  # type: ignore[arg-type]
    if as_json:
        output.print_json(
            _document(found) | {"meanings": [_told(text, found, place) for place in range(len(found.meanings))]}
        )
        return
    console = output.console()
    if windows:
        told = "; ".join(f"{window.number}: {_shown(window.start)}" for window in windows)
        console.print(f"Asked: {asked}, on {_shown(moment)}. {told}", soft_wrap=False)
    table = output.table("meaning", "sure", "words", "rule", fold=("words", "rule"))
    for place in range(len(found.meanings)):
        one = _told(text, found, place)
        table.add_row(one["meaning"], f"{one['sure']:.2f}", escape(one["words"]) or "-", escape(one["rule"]))
    console.print(table)
    if found.slot is not None:
        console.print(f"Slot {found.slot}")
    if found.time is not None:
        console.print(f"Time {_shown(found.time.start)} to {_shown(found.time.end)}")


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at) if at else SAMPLE
    except ValueError:
        raise UserError(f"{at!r} is no time.", "For example 2026-11-24T14:20+08:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SAMPLE.tzinfo)


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
    zone = ZoneInfo(line["tz"])
    return {
        "id": line["id"], "text": line["text"], "lang": str(line.get("lang", "")),
        "now": datetime.fromisoformat(line["now"]).astimezone(zone), "asked": asked_in(line["asked"], zone),
    }  # fmt: skip


def asked_in(asked: dict[str, Any], zone: ZoneInfo) -> OpenQuestion:
    """What was asked, in the borrower's own zone: `slots` of an offer, `start` and `end` of a notice."""
    windows = [
        OfferedWindow(slot["n"], _local(slot["start"], zone), _local(slot["end"], zone))
        for slot in asked.get("slots", ())
    ]
    if "start" in asked:
        windows.append(OfferedWindow(1, _local(asked["start"], zone), _local(asked["end"], zone)))
    return OpenQuestion(asked["kind"], tuple(windows), str(asked.get("text", "")))


def case(row: dict[str, Any]) -> dict[str, Any]:
    """One line of the answer."""
    found = read(row["text"], row["asked"], row["now"], row["lang"])
    return {"id": row["id"], "text": row["text"]} | _document(found)


def _document(found: ReplyReading) -> dict[str, Any]:
    time = found.time
    return {
        "intents": [meaning.kind for meaning in found.meanings],
        "slot": found.slot,
        "time": None if time is None else {"start": time.start.isoformat(), "end": time.end.isoformat()},
        "confidence": max(meaning.confidence for meaning in found.meanings),
    }


def _shown(moment: datetime) -> str:
    return moment.strftime("%a %d %b %H:%M")


def _local(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)
