"""What a language brings: its templates, how it writes days, times and lists, and the words that its lint looks for.

One file each, of this shape, so that somebody who speaks a language can review it without reading code. A language that
lacks a text, or has one too many, can't be imported: notifier does not start with it.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, get_args

from shared.contracts.texts import ClosedTime, TextKind


@dataclass(frozen=True, slots=True)
class LintWords:
    """Words that no text may hold: `pay*` is any word that begins so. `carrier`: what carriers take for opt-out or in.

    `prefixes` are what may be written together with a word, before it. Where `is_spaced` is False words have no spaces
    between them, so that each is looked for anywhere.
    """

    threat: tuple[str, ...]
    shame: tuple[str, ...]
    authority: tuple[str, ...]
    disclosure: tuple[str, ...]
    carrier: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    is_spaced: bool = True


class TextTemplate(NamedTuple):
    """A template with its parameters; what of a time it says is `closed`; does it say that the names follow?"""

    kind: TextKind
    closed: ClosedTime | None
    names_follow: bool
    body: str


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """`days` from Monday, `months` from January, as short as people write them. `bank` stands for a missing name.

    `window` has `{weekday}`, `{day}`, `{month}` and the hours `{h1}:{m1}` to `{h2}:{m2}`, `day_alone` has no hours;
    `first` is how the first of a month is written. `slot` has `{number}` and `{window}`, `digits` the `{last}` of
    several. `closed` is what an offer says in place of its first line to somebody who wished for a time at which the
    rules let nobody visit. `names` has `{day}`: on which a message says who comes, where that does not follow at once.
    """

    tag: str
    name: str
    templates: Mapping[TextKind, str]
    closed: Mapping[ClosedTime, str]
    names: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    window: str
    both: str
    bank: str
    colleague: str
    lint: LintWords
    day_alone: str = "{weekday} {day} {month}"
    slot: str = "{number}: {window}"
    digits: str = "1-{last}"
    comma: str = ", "
    first: str = "1"

    def __post_init__(self) -> None:
        missing, unknown = KINDS - self.templates.keys(), self.templates.keys() - KINDS
        if missing or unknown:
            raise ValueError(f"{self.tag}: texts missing: {sorted(missing)}; unknown: {sorted(unknown)}")
        for kind, body in self.templates.items():
            named = {name for _, name, _, _ in string.Formatter().parse(body) if name is not None}
            if named != PARAMETERS.get(kind, frozenset()):
                raise ValueError(f"{self.tag}: {kind} has other parameters: {sorted(named)}")
        if self.names.format(day="") == self.names or set("{}\n4") & set(self.names.replace("{day}", "")):
            raise ValueError(f"{self.tag}: that the names follow is one sentence with a day")
        if "{slots}" in self.templates["offer"].partition("\n")[0]:
            raise ValueError(f"{self.tag}: an offer opens with a line of its own")
        if self.closed.keys() != CLOSED:
            raise ValueError(f"{self.tag}: lines of a time that is closed: {sorted(CLOSED)} wanted")
        for closed, line in self.closed.items():
            if set("{}\n") & set(line):
                raise ValueError(f"{self.tag}: what opens an offer is one line without parameters: {closed}")

    def template(self, kind: TextKind, closed: ClosedTime | None = None, names_follow: bool = False) -> str:
        """That of a text. Only an offer says what is `closed`, and only what was agreed that the names follow."""
        if kind == "agreed":
            return self.templates[kind].replace("{names}", self.names if names_follow else "")
        if kind != "offer" or closed is None:
            return self.templates[kind]
        _, line, rest = self.templates[kind].partition("\n")
        return self.closed[closed] + line + rest

    def all_templates(self) -> Iterator[TextTemplate]:
        """Every template there is."""
        for kind in KINDS_IN_ORDER:
            for closed in (None, *CLOSED_IN_ORDER) if kind == "offer" else (None,):
                for follow in (False, True) if kind == "agreed" else (False,):
                    yield TextTemplate(kind, closed, follow, self.template(kind, closed, follow))


KINDS_IN_ORDER: tuple[TextKind, ...] = get_args(TextKind)
CLOSED_IN_ORDER: tuple[ClosedTime, ...] = get_args(ClosedTime)
KINDS, CLOSED = frozenset(KINDS_IN_ORDER), frozenset(CLOSED_IN_ORDER)
OFFICER, WINDOW, VISIT = frozenset({"officer"}), frozenset({"window"}), frozenset({"crew", "window", "code"})
PARAMETERS: Mapping[TextKind, frozenset[str]] = {
    "offer": OFFICER | {"slots", "digits"},
    "no-slots": OFFICER,
    "notice": VISIT,
    "reminder": VISIT,
    "agreed": WINDOW | {"names"},
    "moved": WINDOW,
    "missed": WINDOW,
    "who-comes": WINDOW | {"crew"},
    "code-unknown": OFFICER,
    "asked-back": WINDOW | {"number"},
    "on-the-way": VISIT - WINDOW,
    "not-understood": OFFICER,
    "reminder-early": OFFICER,
    "reminder-firm": OFFICER,
    "reminder-last": OFFICER,
    "hardship": OFFICER | {"quiet_days"},
    "plan-offer": OFFICER | {"quiet_days"},
}
"""What each text says besides its words: the same in every language, so that none promises less. Others say nothing."""
