"""What `replies explain` shows: what was asked, what would follow, and on which words by which rule that rests.

Somebody else's words stand at the end of a line, with nothing beside them: scripts that run from right to left, and
letters that terminals give different widths, then move nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.text import Text

from services.notifier.hearing.explain import ExplainedReply, asked_back
from services.notifier.understanding.reader import written
from services.notifier.understanding.reading import AskedKind, FoundMeaning, OfferedWindow

from ..views.formatting import day_and_hour, span
from .reply_follows import follows
from .screen import PatternWords, Words

COLUMNS = 80
"""Wider than these no sentence is shown: nobody reads lines across a whole screen."""
NAMES, INDENT = 15, 2
NO_VISITS = "no visits"
"""How a refusal of visits as such is called, which stands beside what else is read."""
ASKED_FOR: Mapping[AskedKind, str] = {
    "offer": "one of these times (offer)",
    "notice": "nothing: this visit was agreed (notice)",
    "reminder": "payment (reminder)",
    "question": "patience: there is no time, or no visit for now (question)",
    "none": "nothing (none)",
}
"""What we had written when the reply came."""


@dataclass(frozen=True, slots=True)
class ReplyExplanation:
    """A reply that was heard as the answer to a question of that kind, with what had been offered. `language` is what
    the borrower is texted in; `second`: was a second reader asked?
    """

    heard: ExplainedReply
    asked: AskedKind
    at: datetime
    windows: Sequence[OfferedWindow]
    language: str
    second: bool

    @property
    def question(self) -> str | None:
        """The text that asks back."""
        guess = self.heard.follows.guess
        return None if guess is None else asked_back(guess, self.windows, self.language)

    @property
    def follows(self) -> list[tuple[str, str]]:
        return follows(self.heard, self.asked, self.windows)

    @property
    def passed_on(self) -> str:
        """What the services hear: of what no person wrote, nothing."""
        if self.heard.read.author != "person":
            return "unknown"
        told = (f"{one.kind}{f' {one.digit}' if one.kind == 'slot' else ''}" for one in self.heard.weighed.meanings)
        return ", ".join(told)

    def words_of(self, meaning: FoundMeaning) -> str:
        return written(self.heard.own, meaning.spans)


def show(console: Console, page: ReplyExplanation) -> None:
    width = min(console.width, COLUMNS)
    _named(console, "We asked for", f"{ASKED_FOR[page.asked]}; this came on {day_and_hour(page.at)}", width)
    for window in page.windows:
        number = f"{window.number}  " if len(page.windows) > 1 else ""
        _line(console, Text(" " * NAMES + number + span(window.start, window.end)))
    console.print()
    for name, sentence in page.follows:
        _named(console, name, sentence, width)
        if name == "Text back" and page.question is not None:
            _block(console, Words(page.question), NAMES + INDENT, width)
    if page.second:
        told = "not asked" if page.heard.second is None else page.heard.second.told
        _named(console, "Second reader", told, width)
    console.print()
    _line(console, Text("Read as", "bold"))
    _meanings(console, page)
    console.print()
    _named(console, "Passed on as", page.passed_on, width)


def _meanings(console: Console, page: ReplyExplanation) -> None:
    found = page.heard.read.reading
    names = [meaning.kind for meaning in found.meanings] + [NO_VISITS] * (found.no_visits is not None)
    longest = max(map(len, names))
    for meaning in found.meanings:
        _meaning(console, page, meaning.kind, meaning, longest)
    window = f"window {found.slot}: " if found.slot is not None else ""
    if found.time is not None:
        told = Words(f"that is {window}{span(found.time.start, found.time.end)}")
        _block(console, told, _deeper(longest), console.width)
    if found.no_visits is not None:
        _meaning(console, page, NO_VISITS, found.no_visits, longest)


def _meaning(console: Console, page: ReplyExplanation, name: str, meaning: FoundMeaning, longest: int) -> None:
    rule, pattern = _halves(meaning.rule)
    words, deeper = page.words_of(meaning), _deeper(longest)
    head = f"{'':{INDENT}}{name:<{longest}}  {meaning.confidence:.2f}  "
    said = f"{rule}: {words}" if words else rule
    for place, line in enumerate(_wrapped(console, Words(said), console.width - deeper)):
        _line(console, Text(f"{'' if place else head:{deeper}}") + line)
    if pattern:
        _block(console, PatternWords(pattern), deeper, console.width, style="dim")


def _deeper(longest: int) -> int:
    return INDENT + longest + len("  0.00  ")


def _halves(rule: str) -> tuple[str, str]:
    """The words of a rule, and the pattern that stands behind them in brackets."""
    words, opens, pattern = rule.partition(" (")
    return (words, pattern[:-1]) if opens and pattern.endswith(")") else (rule, "")


def _named(console: Console, name: str, sentence: str, width: int) -> None:
    head = Text.assemble((name, "bold"), " " * (NAMES - len(name)))
    for line in _wrapped(console, Words(sentence), width - NAMES):
        _line(console, head + line)
        head = Text(" " * NAMES)


def _block(console: Console, words: Words, indent: int, width: int, style: str = "") -> None:
    for line in _wrapped(console, words, width - indent):
        line.stylize(style)
        _line(console, Text(" " * indent) + line)


def _wrapped(console: Console, words: Words, width: int) -> list[Text]:
    return list(words.wrap(console, max(1, width)))


def _line(console: Console, line: Text) -> None:
    line.rstrip()
    console.print(line, soft_wrap=True)
