"""`./doorstep texts preview`: every text with sample parameters, for whoever speaks the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console

from deploy.local.user_error import WrongUsage
from services.notifier.core.wording import LANGUAGES, Params, nearest, render
from services.notifier.core.wording.language import LanguageWords
from services.notifier.core.wording.lint import faults
from services.notifier.core.wording.segments import SEGMENTS_MAX, encoding, segments, units
from shared.contracts.texts import ClosedTime, Wording
from shared.contracts.values import Slot, Window
from shared.decision.figures import counted

from ..typed import exclude, takes
from . import output
from .screen import Words

OFFICERS = {"zh-Hans": "王芳", "zh-Hant": "陳怡君", "hi": "अनीता शर्मा", "ar": "ليلى حسن", "id": "Dewi Lestari"}
CREWS = {
    "zh-Hans": ("李明", "周杰"), "zh-Hant": ("林志偉", "黃美玲"), "hi": ("रवि कुमार", "सीमा वर्मा"),
    "ar": ("سامي خليل", "Nora Haddad"), "id": ("Budi Santoso", "Siti Rahma"),
}  # fmt: skip
OFFICER, CREW, CODE, QUIET_DAYS = "Ana Reis", ("Rui Tavares", "Eva Lima"), "482913", 30
FIRST = datetime(2026, 10, 16, 15, tzinfo=UTC)
COLUMNS, INDENT = 80, "  "
"""Wider than these a text is not shown: nobody reads lines across a whole screen."""


def preview(
    lang: Annotated[str, typer.Option("--lang", metavar="TAG", help="A language, as a BCP 47 tag: zh-Hans.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="A table: the segments of each text in each language.")
    ] = False,
    as_json: output.AsJson = False,
) -> None:  # fmt: skip
    """What every text says, with sample names and times, and how many segments it takes."""
    written = ", ".join(LANGUAGES)
    if lang and everything:
        raise exclude("--lang", "--all")
    if not lang and not everything:
        raise WrongUsage("--lang is missing, or --all.", f"Texts are written in {written}.")
    tag = nearest(lang) if lang else None
    if lang and tag is None:
        raise takes("--lang", f"one of {written}", lang)
    chosen = [LANGUAGES[tag]] if tag is not None else list(LANGUAGES.values())
    if as_json:
        output.print_json([text for spoken in chosen for text in texts(spoken)])
    elif tag is not None:
        _show(output.console(), LANGUAGES[tag])
    else:
        _show_all(output.console())


def texts(spoken: LanguageWords) -> Iterator[dict[str, Any]]:
    """Each text of a language, with its length as carriers count it, and what its lint says."""
    for kind, closed, names_follow, _ in spoken.all_templates():
        body = render(kind, spoken, sample(spoken, closed, names_follow))
        yield {
            "language": spoken.tag, "kind": kind, "closed": closed, "names_follow": names_follow, "body": body,
            "segments": segments(body), "encoding": encoding(body), "units": units(body),
            "faults": faults(body, spoken),
        }  # fmt: skip


def sample(spoken: LanguageWords, closed: ClosedTime | None = None, names_follow: bool = False) -> Params:
    slots = [FIRST, FIRST + timedelta(days=3, hours=-5), FIRST + timedelta(days=4, minutes=30)]
    said = Wording(
        slots=tuple(Slot(slot=f"s{number}", window=_window(start), detour_s=0) for number, start in enumerate(slots)),
        window=_window(FIRST),
        check_code=CODE,
        closed=closed,
        names_on=FIRST.date() - timedelta(days=2) if names_follow else None,
    )
    return Params(said, OFFICERS.get(spoken.tag, OFFICER), CREWS.get(spoken.tag, CREW), QUIET_DAYS)


def _window(start: datetime) -> Window:
    local = start.strftime("%Y-%m-%dT%H:%M")
    return Window(start=start, end=start + timedelta(hours=2), zone="UTC", local=local)


def _show(console: Console, spoken: LanguageWords) -> None:
    console.print(f"[bold]{spoken.name}[/] ({spoken.tag})\n")
    for text in texts(spoken):
        size = f"{_counted(text['segments'])}, {text['encoding']}, {counted(text['units'], 'unit')}"
        console.print(f"[bold]{_label(text)}[/]  [dim]{size}[/]")
        for line in Words(text["body"], keep="\n").wrap(console, max(1, min(console.width, COLUMNS) - len(INDENT))):
            console.print(f"{INDENT}{line.plain}".rstrip(), markup=False, soft_wrap=True)
        for fault in text["faults"]:
            console.print(f"{INDENT}{fault}", style="bold red", markup=False)
        console.print()
    console.print(f"A text has at most {SEGMENTS_MAX} segments; longer names are cut.")


def _label(text: Mapping[str, Any]) -> str:
    """The kind of a text, and what it says besides: what is closed of a time wished for, or that the names follow."""
    more = f" {text['closed']}-closed" if text["closed"] is not None else ""
    return f"{text['kind']}{more}" + (" names-due" if text["names_follow"] else "")


def _counted(number: int) -> str:
    return counted(number, "segment")


def _show_all(console: Console) -> None:
    table = output.table("text", *LANGUAGES, right=tuple(LANGUAGES))
    table.padding = (0, 1 if console.width < COLUMNS else 2, 0, 0)
    found = {(_label(text), tag): text for tag, spoken in LANGUAGES.items() for text in texts(spoken)}
    for label in dict.fromkeys(label for label, _ in found):
        table.add_row(label, *(str(found[label, tag]["segments"]) for tag in LANGUAGES))
    output.print_table(console, table)
    wide = list(dict.fromkeys(tag for (_, tag), text in found.items() if text["encoding"] == "UCS-2"))
    console.print(f"\nSegments of each text, at most {SEGMENTS_MAX}. With letters outside GSM-7: {', '.join(wide)}.")
    faulty = [f"{tag} {label}: {', '.join(text['faults'])}" for (label, tag), text in found.items() if text["faults"]]
    console.print("\n".join(faulty) or "The lint finds nothing.", markup=False)
