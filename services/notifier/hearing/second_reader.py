"""A second reader, where one is used: it raises doubts, and nothing else.

It may take for an opt-out what the first reader did not: that stops, and a person looks at it. It may doubt a yes: no
visit is agreed then, the reply is asked back. It never says yes, and what the first reader takes for a stop stays one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from services.notifier.understanding.reading import AskedKind, FoundMeaning, MeaningName, ReplyReading

from .denials import without_denials
from .letters import same_words

DOUBTFUL = 0.7
"""So sure is its stop, whatever its chances: sure enough to stop, not sure enough to leave it at that."""
SHOWN = 3
YES: frozenset[MeaningName] = frozenset({"choose", "confirm"})
_GIVES_WAY: frozenset[MeaningName] = YES | {"start", "unclear"}
"""What does not stand beside an opt-out."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """`chances` of each meaning, 0 to 1. `stop`: is it taken for an opt-out? `no_yes`: is it taken for no yes?"""

    chances: Mapping[MeaningName, float]
    stop: bool
    no_yes: bool

    @property
    def told(self) -> str:
        """For a person: what it thinks most, and what it would say against the first reader."""
        likely = sorted(self.chances.items(), key=lambda one: -one[1])[:SHOWN]
        says = "an opt-out" if self.stop else "no yes" if self.no_yes else "no objection"
        return f"{says} ({', '.join(f'{meaning} {chance:.2f}' for meaning, chance in likely)})"


class SecondReader(Protocol):
    """The port. The same text and question have the same opinion for ever; another `version` may have another."""

    @property
    def version(self) -> str: ...

    def opinion(self, text: str, asked: AskedKind) -> SecondOpinion: ...


def opinion_of(second: SecondReader, text: str, asked: AskedKind) -> SecondOpinion:
    """Of what is not an opt-out that is denied: "don't stop" has all of its words."""
    opinion, folded = second.opinion(text, asked), same_words(text)
    if opinion.stop and (rest := without_denials(folded)) != folded and not second.opinion(rest, asked).stop:
        return replace(opinion, stop=False)
    return opinion


def doubted_by(reading: ReplyReading, opinion: SecondOpinion) -> ReplyReading:
    """The reading, as far as both agree to it."""
    kinds = {meaning.kind for meaning in reading.meanings}
    if "stop" in kinds:
        return reading
    if opinion.stop:
        stop = FoundMeaning("stop", DOUBTFUL, (), "the second reader takes it for an opt-out")
        return _left(reading, _GIVES_WAY, (stop,))
    if opinion.no_yes and kinds & YES:
        doubt = FoundMeaning("unclear", 0.0, (), "the second reader finds no yes in it")
        left = _left(reading, YES, ())
        return left if left.meanings else ReplyReading((doubt,), no_visits=reading.no_visits)
    return reading


def _left(reading: ReplyReading, out: frozenset[MeaningName], first: tuple[FoundMeaning, ...]) -> ReplyReading:
    """Without those meanings, and without the window and time of a choice."""
    left = tuple(meaning for meaning in reading.meanings if meaning.kind not in out)
    time = None if any(meaning.kind == "choose" for meaning in reading.meanings) else reading.time
    return ReplyReading((*first, *left), None, time if left else None, no_visits=reading.no_visits)
