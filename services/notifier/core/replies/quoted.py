"""A borrower's own words: a reply without what is ours in it.

Phones and people quote us in more ways than anybody can list: reactions put into words, all kinds of marks, `>`, Fwd:,
our text above or below an answer, cut short, or the bare text. So it is not the marks that are looked for but our
words (see `copies`); what stands in a gap goes with them, but never anything that asks to stop.

A phone's signature is nobody's word. Of a reaction only what follows it is the borrower's, whoever's text it quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .copies import copies
from .optout import asks_to_stop
from .reactions import REACTED, REACTION

_SIGNED = re.compile(
    r"[\W_]*\b(sent (from|via|with) (my )?(iphone|ipad|android|samsung|galaxy|outlook|gmail|mobile|phone)\b.{0,40}"
    r"|get outlook for .{0,12}|(enviado|envoye|gesendet) (desde|do|de|von) (mi|meu|mon|meinem) .{0,20})$"
)
_NOTHING = re.compile(r"[\W_]*")
_AROUND = " .,;:>-。，；।؛،“”„‟\"«»‹›「」『』‘’'"
_PASSED_ON = re.compile(r"^[\W_]*(fwd?|re|rv|enc|tr|wg|aw|转发|轉寄|回复|回覆)\s*:")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """`text` is what of the folded reply is the borrower's. `borrowed`: something of it was not."""

    text: str
    borrowed: bool = False

    @property
    def silent(self) -> bool:
        """A reaction, or a copy of ours, and not a word more."""
        return self.borrowed and _NOTHING.fullmatch(self.text) is not None


def own(text: str) -> OwnWords:
    """What of folded `text` is the borrower's."""
    text = _SIGNED.sub("", text)
    rest, at = "", 0
    spans = copies(text)
    for start, end in spans:
        rest, at = f"{rest}{text[at:start]} ", end
    rest += text[at:]
    if spans:
        rest = _PASSED_ON.sub(" ", rest)
    reaction = REACTION.match(rest)
    if reaction is not None and not (spans and _asks(reaction)):
        return OwnWords(reaction.group("rest").strip(_AROUND), True)
    reaction = REACTED.match(rest) if spans else None
    rest = rest if reaction is None else reaction.group("rest")
    return OwnWords(rest.strip(_AROUND) if spans else rest, bool(spans))


def _asks(reaction: re.Match[str]) -> bool:
    """Does what is left of the quotation ask to stop? Then it is not left of ours."""
    return asks_to_stop(reaction.group("quoted") or reaction.group("said") or "") > 0
