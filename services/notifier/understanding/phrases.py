"""The longest phrase that begins at a word, and which language a text is mostly in."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import bits
from .lexicon import CODES
from .phrase_tree import Node
from .times import TimeMention
from .tokens import WordToken
from .word import Word

PHRASE_WORDS_MAX = 10
FIRST_HAN = "\u3400"
FoundPhrase = tuple[int, int, int, int | None]
"""How many words it has, its roles, its language, the place in our list that it names."""
_NOTHING: FoundPhrase = (0, 0, -1, None)
_ASKS = bits("how")
_CHANGE = bits("change")
_VAGUE = bits("light", "life", "limit", "often", "busy", "hour_word", "change", "payday")


def language_ranks(tokens: list[WordToken], hint: str) -> list[float]:
    """Per language, the lower the likelier: how much of the text is its own. The hint decides between equals, and then
    the order of languages.
    """
    counts = [0.0] * len(CODES)
    for token in tokens:
        languages = token.known_as.languages
        share = 1.0 if len(languages) == 1 else 0.5
        for place in languages:
            counts[place] += share
    for place, code in enumerate(CODES if hint else ()):
        if hint.startswith(code):
            counts[place] += 0.6
    return [place / 100 - count for place, count in enumerate(counts)]


def is_mended(token: WordToken) -> bool:
    """Is a word read as another, which it was probably meant to be?"""
    return token.is_known and token.known_as.forms[0].rstrip("*") not in token.text


class Phrases:
    """The phrases of some words, in a text of whose languages some are likelier (the lower their rank)."""

    __slots__ = ("_found", "_ranks", "_tokens")

    def __init__(self, tokens: list[WordToken], ranks: list[float]) -> None:
        self._tokens, self._ranks = tokens, ranks
        self._found: dict[int, FoundPhrase] = {}

    @property
    def likeliest(self) -> int:
        """The language that the text is most probably in."""
        return self._ranks.index(min(self._ranks))

    def among(self, tokens: list[WordToken]) -> Phrases:
        """Those of some of the words, without the others."""
        return Phrases(tokens, self._ranks)

    def longest(self, place: int, before: int | None = None) -> FoundPhrase:
        """The longest phrase that begins at a word, and behind which `before` is, where a time begins."""
        found = self._found.get(place)
        if found is not None and (before is None or not found[0] or self._tokens[place + found[0] - 1].start < before):
            return found
        return self._longest(place, before)

    def at(self, place: int, before: int | None) -> FoundPhrase:
        """The longest that begins here and that no longer one begins in: "i lost" ends before "lost my job"."""
        found = self.longest(place, before)
        if found[0] < 2:
            return found
        for inside in range(place + 1, place + found[0]):
            if self.longest(inside, before)[0] > found[0]:
                return self.longest(place, self._tokens[inside].start)
        return found

    def across(self, place: int, mention: TimeMention) -> FoundPhrase | None:
        """A phrase that says more than the time inside it: "good morning", "already" in Chinese, which begins with
        dawn.
        """
        found, first = self.longest(place), self._tokens[place]
        wishes = found[1] & _CHANGE and found[0] > 1 and first.start < mention.start  # "any other date" in Hindi
        if found[0] == 0 or not (found[1] & ~_VAGUE or wishes) or (found[0] == 1 and is_mended(first)):
            return None
        end = self._tokens[place + found[0] - 1].end
        if found[1] & _ASKS and mention.start == first.start and end >= mention.end:
            return found
        begins = mention.start < end
        longer = end > mention.end or (end == mention.end and first.start < mention.start)
        return found if begins and longer and found[0] > 1 else None

    def lay_marks(self, words: list[Word]) -> None:
        """Give the words their marks, those of phrases that begin at every piece."""
        tokens, first, own = self._tokens, 0, self.likeliest
        for place, token in enumerate(tokens):
            if not token.known_as.marks or is_mended(token):
                continue
            length, laid, language, _ = self._from(place, token.known_as.marks, None)[0]
            phrase = tokens[place : place + length]
            if not laid or (language != own and all(one.known_as.known_in >> own & 1 for one in phrase)):
                continue  # "les" of Spanish is no lesson of Indonesian
            end = tokens[place + length - 1].end
            while words[first].end <= token.start:
                first += 1
            for word in words[first:]:
                if word.start >= end:
                    break
                word.marks |= laid

    def _longest(self, place: int, before: int | None) -> FoundPhrase:
        if before is not None and self._tokens[place].start >= before:
            return _NOTHING
        found, is_cut = self._from(place, self._tokens[place].known_as.begins, before)
        if not is_cut:
            self._found[place] = found
        return found

    def _from(self, place: int, nodes: Sequence[Node], before: int | None) -> tuple[FoundPhrase, bool]:
        """The longest that goes on from `nodes`, and whether it may have gone on where `before` cut it."""
        best = _NOTHING
        tokens, ranks = self._tokens, self._ranks
        at = place
        while nodes:
            at += 1
            for node in nodes:
                for language, roles in node.meant.items():
                    if at - place > best[0] or ranks[language] < ranks[best[2]]:
                        best = (at - place, roles, language, node.number)
            if at == len(tokens) or at == place + PHRASE_WORDS_MAX:
                break
            token = tokens[at]
            if before is not None and token.start >= before:
                return best, True
            if token.text[0] >= FIRST_HAN and _is_parted(tokens, at):
                break
            forms = token.known_as.forms
            nodes = [after for node in nodes for form in forms if (after := node.after(form)) is not None]
        return best, False


def _is_parted(tokens: list[WordToken], place: int) -> bool:
    """A Chinese letter behind a blank begins a phrase of its own, unless all letters are written apart."""
    one, here = tokens[place - 1], tokens[place]
    if not is_han(here.text) or here.start == one.end or not is_han(one.text):
        return False
    lonely = place < 2 or tokens[place - 2].end < one.start
    last = place + 1 >= len(tokens) or here.end < tokens[place + 1].start
    return not (lonely and last)


def is_han(text: str) -> bool:
    return FIRST_HAN <= text[0] <= "\u9fff"
