"""A borrower's own words: a reply as it was written, without what is ours in it.

Phones and people quote us in more ways than anybody can list: reactions put into words, all kinds of marks, `>`, Fwd:,
our text above or below an answer, cut short, or the bare text. So it is not the marks that are looked for but our
words (see `copies`); what stands in a gap goes with them, but never anything that asks to stop.

A phone's signature is nobody's word. Of a reaction only what follows it is the borrower's, whoever's text it quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .copies import copies
from .letters import WholeText, folded, pattern
from .reactions import REACTED, REACTION
from .stops import asks_to_stop

_SIGNED = re.compile(
    r"\b(sent (from|via|with) (my )?(iphone|ipad|android|samsung|galaxy|outlook|gmail|mobile|phone)\b.{0,40}"
    r"|get outlook for .{0,12}|(enviado|envoye|gesendet) (desde|do|de|von) (mi|meu|mon|meinem) .{0,20})$"
)
_BEFORE_SIGNED = " \n\t.,;:!?-–—_*"
_NOTHING = re.compile(r"[\W_]*")
_AROUND = " \n.,;:>-。，；।؛،“”„‟\"«»‹›「」『』‘’'"
_STOP_AT_ITS_END = re.compile(r"\bstop\W*$")
_PASSED_ON = re.compile(pattern(r"^[\W_]*(fwd?|re|rv|enc|tr|wg|aw|转发|轉寄|回复|回覆)\s*:"))


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`text` is what of the reply is the borrower's, as it was written. `borrowed`: something of it was not."""

    text: str
    borrowed: bool = False

    @property
    def silent(self) -> bool:
        """A reaction, or a copy of ours, and not a word more."""
        return self.borrowed and _NOTHING.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Rest:
    """Folded text of which stretches were taken out, each leaving a space; where it stands in the whole."""

    whole: WholeText
    places: tuple[int | None, ...]

    @property
    def text(self) -> str:
        return "".join(" " if place is None else self.whole.text[place] for place in self.places)

    def after(self, start: int) -> _Rest:
        return _Rest(self.whole, self.places[start:])

    def as_typed(self) -> str:
        """As it was written: a line for each stretch, so that what stood apart is not read as one sentence."""
        lines, begun = list[str](), list[int]()
        for place in (*self.places, None):
            if place is not None:
                begun.append(place)
            elif begun:
                origins = self.whole.origins
                lines.append(self.whole.typed[origins[begun[0]] : origins[begun[-1]] + 1])
                begun = []
        return "\n".join(lines)


def own(words: str) -> OwnWords:
    """What of `words` is the borrower's."""
    whole = folded(words)
    signature = _SIGNED.search(whole.text)
    end = len(whole.text) if signature is None else len(whole.text[: signature.start()].rstrip(_BEFORE_SIGNED))
    spans = copies(whole.text[:end])
    rest = _without(whole, spans, end)
    if spans and (passed_on := _PASSED_ON.match(rest.text)) is not None:
        rest = rest.after(passed_on.end())
    reaction = REACTION.match(rest.text)
    if reaction is not None and not (spans and _asks(reaction)):
        return OwnWords(rest.after(reaction.start("rest")).as_typed().strip(_AROUND), True)
    reacted = REACTED.match(rest.text) if spans else None
    if reacted is not None:
        rest = rest.after(reacted.start("rest"))
    if spans:
        return OwnWords(rest.as_typed().strip(_AROUND), True)
    return OwnWords(words if signature is None else rest.as_typed())


def _without(whole: WholeText, spans: list[tuple[int, int]], end: int) -> _Rest:
    places, at = list[int | None](), 0
    for start, behind in spans:
        places += [*range(at, start), None]
        at = behind
    return _Rest(whole, (*places, *range(at, end)))


def _asks(reaction: re.Match[str]) -> bool:
    """Does what is left of the quotation ask to stop? Then it is not left of ours."""
    quoted = reaction.group("quoted") or reaction.group("said") or ""
    return _STOP_AT_ITS_END.search(quoted) is not None or asks_to_stop(quoted)
