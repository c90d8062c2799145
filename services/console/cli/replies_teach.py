"""`./doorstep replies teach`: what a reply means, for the case and, without whom it is about, for the corpus.

What goes into the file is shown first, and nothing is written before somebody has said that it tells of nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from deploy.local.folder import data_root
from deploy.local.user_error import UserError
from services.notifier.hearing.teaching import verdict_of
from services.notifier.understanding.reading import MeaningName
from shared.contracts.operations import Operation, ReplyJudged, ReplyTaught, ReplyVerdict
from shared.contracts.texts import Wording
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing

from ..acts.operations import ask, later, operating, operation
from ..target import Target, find
from ..typed import SHORT, sentence
from ..views.data_keys import DatabaseKeys
from ..views.fitting import fitting_keys
from . import output
from .anonymised import AnonymisedText, Unfolded, anonymised
from .operators import By, operator
from .recorded import recorded_command
from .replies import TheReply, app, one_reply, opened, revealed
from .screen import Words
from .taught_case import LABELS, case_of, fits, labels_of
from .taught_file import add_case, could_hold, find_case

FILE = "taught.jsonl"
ASKED = "Is this free of personal data? yes writes it; no leaves it; other words are hidden first"
NO_ANSWERS, YES_ANSWERS = ("n", "no", ""), ("y", "yes")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A reply with its case, whose text is as it was written; `names` are those of the people concerned, as far as
    they can be opened; `unnamed` more can't.
    """

    reply: UUID
    case_id: str
    case: dict[str, Any]
    names: tuple[str, ...]
    unnamed: int
    settled: str
    verdict: ReplyVerdict | None


@app.command("teach")
def teach(
    reply: TheReply,
    meanings: Annotated[
        list[str], typer.Option("--as", metavar="MEANING", help=f"What it means, strongest first: {', '.join(LABELS)}.")
    ],
    why: Annotated[
        str, typer.Option("--reason", help="Why you teach it: a sentence without personal data.", callback=sentence)
    ],
    slot: Annotated[
        int | None, typer.Option("--slot", metavar="N", min=1, max=99, help="The number of the window it takes.")
    ] = None,
    time: Annotated[
        str, typer.Option("--time", metavar="START/END", help="The time it says, in the borrower's zone.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help=f"The file of cases; {FILE} in the data folder.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking: for scripts.")] = False,
    by: By = None,
) -> None:
    """Teach what a reply means: it is settled, where a verdict says the same, and goes without names into FILE."""
    labels, who = labels_of(meanings), operator(by)
    fits(labels, slot, time)
    if to is not None:
        could_hold(to)
    target, path = find(), to or data_root() / FILE
    lesson = asyncio.run(_lesson(target, reply, labels, slot, time, who, why))
    if find_case(path, lesson.case) == "same" and not lesson.verdict:
        _say(f"{path} has it already, with the same meaning. Nothing was written.")
        return
    hidden = _hidden(lesson, ())
    _show(lesson, hidden, path)
    words: tuple[str, ...] = ()
    while not yes and (answer := typer.prompt(ASKED, default="no").strip()).casefold() not in YES_ANSWERS:
        if answer.casefold() in NO_ANSWERS:
            _say("Nothing was written.")
            raise typer.Exit(1)
        words += (answer,)
        hidden = _hidden(lesson, words)
        _show(lesson, hidden, path)
    case = lesson.case | {"text": hidden.text}
    find_case(path, case)  # what can't be written is not told to the services either
    waits = asyncio.run(_told(target, lesson, labels, who, why))
    if to is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    written = add_case(path, case)
    if written.mended:
        _say(f"The last line of {path} was half written and is gone.")
    if written.found == "new":
        _say(f"Taught: {path} has it as {case['id']}.")
    else:
        _say(f"Taught: {path} has a case like it already, so it was not written again.")
    for line in (_follows(lesson), waits):
        if line:
            _say(line)


async def _lesson(
    target: Target, reply: str, labels: Sequence[MeaningName], slot: int | None, time: str, who: str, why: str
) -> Lesson:
    """What is to be taught; that its words were read is written down."""
    async with operating(target) as database:
        row = await one_reply(database, reply)
        asked = await database.rows("questions_of", case=row["case_id"], at=row["received_at"])
        ring = KeyRing(DatabaseKeys(database), (await fitting_keys(target, database)).wrap)
        async with recorded_command(target, who, "replies-reveal", row["case_id"], row["id"], why=why):
            words = await opened(ring, row["words"], "words")
            names, unnamed = await _names(ring, asked)
            case = case_of(row, words, asked, labels, slot, time)
            await revealed(target, database, who, why, row["id"], row["case_id"])
    settled = f"{row['verdict']}, by {row['settled_by']}" if row["settled_at"] is not None else ""
    verdict = None if settled else verdict_of(labels)
    return Lesson(row["id"], row["case_id"], case, names, unnamed, settled, verdict)


async def _names(ring: KeyRing, asked: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], int]:
    """Of the borrower, the officers and the crews that any text of the case named; and how many can't be opened."""
    boxes: dict[str, dict[str, Sealed]] = {"name": {}, "officer": {}}
    for one in asked:
        for field in boxes:
            boxes[field][str(one["intent"])] = Sealed.model_validate_json(one[field])
        for place, member in enumerate(Wording.model_validate_json(one["wording"], extra="ignore").crew):
            boxes["name"][f"{one['intent']}/{place}"] = member.name
    found = [name for field, sealed in boxes.items() for name in (await ring.open_all(sealed, field)).values()]
    return tuple(dict.fromkeys(found)), sum(map(len, boxes.values())) - len(found)


def _hidden(lesson: Lesson, words: tuple[str, ...]) -> AnonymisedText:
    try:
        return anonymised(
            lesson.case["text"], (*lesson.names, *words), datetime.fromisoformat(lesson.case["now"]).date()
        )
    except Unfolded:
        raise UserError(
            "Its letters are too odd to look for names in.", "Settle it with ./doorstep replies settle."
        ) from None


async def _told(target: Target, lesson: Lesson, labels: Sequence[MeaningName], who: str, why: str) -> str:
    """Keep who taught what, and let the notifier act on it. What is not done yet, as a sentence."""
    at = target.clock().now()
    asked: list[Operation] = [
        operation(ReplyTaught, "notifier", at, by=who, why=why, reply=lesson.reply, labels=labels)
    ]
    if lesson.verdict is not None:
        asked.append(
            operation(ReplyJudged, "notifier", at, by=who, why=why, reply=lesson.reply, meaning=lesson.verdict)
        )
    about = (lesson.case_id, lesson.reply)
    async with operating(target) as database, recorded_command(target, who, "replies-teach", *about, why=why):
        answers = await ask(target, database, asked)
        for answer in answers:
            answer.sentence("")
    return later(answers)


def _show(lesson: Lesson, hidden: AnonymisedText, path: Path) -> None:
    """The line as it would be written, and what would follow."""
    case, told = lesson.case, "\n".join
    fields = {
        "text": hidden.text,
        "hidden": ", ".join(hidden.hidden) or "nothing",
        "language": case["lang"],
        "now": case["now"],
        "asked": told([case["asked"]["kind"], *map(_window, case["asked"].get("slots", ()))]),
        "meaning": " ".join(case["intents"]),
        "window": "" if case["slot"] is None else str(case["slot"]),
        "time": "" if case["time"] is None else f"{case['time']['start']} to {case['time']['end']}",
        "file": str(path),
        "case": _follows(lesson),
        "beware": _unnamed(lesson),
    }
    output.print_fields(output.console(), [(name, Words(value, keep="\n")) for name, value in fields.items()])


def _window(slot: Mapping[str, Any]) -> str:
    return f"{slot['n']}: {slot['start']} to {slot['end']}"


def _unnamed(lesson: Lesson) -> str:
    """What could not be looked for, so that whoever confirms it does."""
    if lesson.unnamed:
        return f"names that can't be opened, and are not looked for: {lesson.unnamed}"
    return "" if lesson.names else "nobody's name is known here, so none is looked for"


def _follows(lesson: Lesson) -> str:
    which = f"{str(lesson.reply)[:SHORT]} of {lesson.case_id}"
    if lesson.settled:
        return f"{which} was settled before: {lesson.settled}."
    if lesson.verdict is not None:
        return f"{which} is settled as {lesson.verdict}."
    return f"{which} still waits: no verdict says the same. See ./doorstep replies settle."


def _say(line: str) -> None:
    output.console().print(line, markup=False, soft_wrap=True)
