"""Every reason that a core can give, as operators read it: in a file for each service, a line for each reason.

A line is `code | sentence | rule`; a `*` stands for what depends on the case. Codes are contracts: they travel in
events and are counted by whoever reads them. Sentences are for people and may be said better. A decision whose reason
is in no line is a fault: the cores' tests hold each decision to this catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SERVICES = ("notifier", "scheduler", "router")
SEPARATOR = "; then, remembered: "
"""Between the sentence of an input and those of what was remembered until it came."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Code, sentence and rule of a reason, each a pattern. Where there is no rule it is empty."""

    code: str
    sentence: str
    rule: str

    def fits(self, code: str, sentence: str, rule: str) -> bool:
        """May a decision say this by this line?"""
        said = zip((self.code, self.sentence, self.rule), (code, sentence, rule), strict=True)
        return all(_pattern(line).fullmatch(text) for line, text in said)

    def says(self, sentence: str) -> bool:
        """Is this a sentence of this line, whatever code it came with?"""
        return _pattern(self.sentence).fullmatch(sentence) is not None


@cache
def reasons_of(service: str) -> tuple[ReasonLine, ...]:
    """The catalogue of one service, in the order of its codes."""
    lines = files(__package__).joinpath(f"{service}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_line(line) for line in lines if line and line[0] != "#")


def _line(line: str) -> ReasonLine:
    code, sentence, rule = (part.strip() for part in line.split("|"))
    return ReasonLine(code, sentence, rule)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.DOTALL)
