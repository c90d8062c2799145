"""The verdict on a row, by four questions: was it said, is it over, is anything lost, is anything doubled? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .row import Notice, Row, Seen

Word = Literal["held", "BROKEN", "not yet", "skipped"]


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table. `word` is `not yet` only for a row that is marked so and fails."""

    row: str
    word: Word
    said_by: str
    said_s: float | None
    recovered_by: str
    recovered_s: float | None
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    problems: tuple[str, ...]
    seconds: float

    @property
    def fails(self) -> bool:
        return self.word == "BROKEN"

    def doc(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def judged(row: Row, seen: Seen) -> Result:
    """What is wrong makes the row `BROKEN`; a row marked `not_yet` that passes is wrong too: the mark must go."""
    said = _first(row, seen)
    problems = [*_problems(row, seen, said)]
    word: Word = "held" if not problems else "BROKEN"
    if seen.skipped:
        word, problems = "skipped", [seen.skipped]
    elif row.not_yet and problems:
        word, problems = "not yet", [row.not_yet, *problems]
    elif row.not_yet:
        word, problems = "BROKEN", ["it is marked `not yet`, and holds: take the mark away"]
    return Result(
        row.name, word, said.saying if said else "", said.at_s if said else None, seen.recovered_by, seen.recovered_s,
        tuple(seen.lost), tuple(seen.doubled), tuple(problems), seen.seconds,
    )  # fmt: skip


def _first(row: Row, seen: Seen) -> Notice | None:
    fitting = [notice for notice in seen.notices if any(_fits(notice, wanted) for wanted in row.said)]
    return min(fitting, key=lambda notice: notice.at_s, default=None)


def _fits(notice: Notice, wanted: str) -> bool:
    """A cause, an event or a metric by its name; words of a sentence anywhere in it."""
    kind, _, words = wanted.partition(":")
    if kind in ("supervisor", "command"):
        return notice.saying == kind and words in notice.sentence
    return notice.saying == wanted


def _problems(row: Row, seen: Seen, said: Notice | None) -> list[str]:
    found = list(seen.wrong)
    if seen.trouble:
        found.append(f"could not be carried out to its end: {seen.trouble}")
    if said is None:
        heard = ", ".join(dict.fromkeys(notice.saying for notice in seen.notices)) or "nothing"
        found.append(f"nobody said {' or '.join(row.said)}; heard: {heard}")
    elif said.at_s > row.said_within_s:
        found.append(f"said after {said.at_s:.1f} s, at most {row.said_within_s:.0f}")
    if seen.recovered_s is None:
        found.append(f"not over {row.recovers_within_s:.0f} s after the outage's end")
    elif seen.recovered_s > row.recovers_within_s:
        found.append(f"over after {seen.recovered_s:.1f} s, at most {row.recovers_within_s:.0f}")
    if seen.recovered_by != row.by:
        found.append(f"over by {seen.recovered_by}, should be by {row.by}")
    if row.by.startswith("./doorstep") and not any(row.by in notice.sentence for notice in seen.notices):
        found.append("nobody named the command that ends it")
    found += [f"lost: {each}" for each in seen.lost]
    found += [f"doubled: {each}" for each in seen.doubled]
    return found
