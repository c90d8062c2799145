"""In which of our languages a reply evidently is, and what is taken for a word of another one by mistake.

Whatever somebody writes, a word of ours is near, if one letter is near: "paard" is a horse and no "para", "Mitarbeiter"
begins as "erase" does in Hindi, "bästa" is no "basta". So what is not written as we have it is meant only in a language
that the borrower is known to write, or that the rest of the reply is in; or in English, whose keywords are everybody's.
A single word that is written as we have it may still be another one elsewhere: it is `doubted`, see `homographs`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from .english_words import english_words
from .letters import Folded
from .lexicon import CODES, UNKNOWN
from .phrases import is_mended
from .times import TimeMention
from .tokens import WordToken
from .word import Word

ENGLISH = 1 << CODES.index("en")
TELLING_LETTERS_MIN = 3
"""So long a word tells its language: "de", "la" and "en" are words of half of Europe."""
STEM_LETTERS_MIN = 6
"""So long a stem begins no word of another language by accident."""
SHORT_LETTERS_MAX = 4
"""So short a word is as likely one of some other language."""
SAID_ELSEWHERE = frozenset(("premier", "primer", "finde", "arvo"))
"""Longer words that are other ones elsewhere: who governs, what is found, a value."""
_OURS = str.maketrans("", "", "áàâãçéèêëíìîïñóòôõœæúùûüÿ")
"""Letters with signs that our languages write; scripts of their own tell a language by themselves."""
_LATIN, _VIETNAMESE = ("\x7f", "\u024f"), ("\u1e00", "\u1eff")


class LanguageEvidence:
    """The words of a reply, and the languages that each of them finds evident (bits)."""

    __slots__ = ("_folded", "_given", "_has_hint", "_meant_in", "_telling", "_tells", "_written")

    def __init__(self, tokens: Sequence[WordToken], folded: Folded, written: str, hint: str) -> None:
        self._folded, self._written = folded, written
        self._has_hint = hint != ""
        self._given = ENGLISH | sum(1 << place for place, code in enumerate(CODES) if hint.startswith(code))
        self._telling = {token.start: telling for token in tokens if (telling := self._told(token))}
        self._meant_in = {token.start: _meant_in(token) for token in tokens}
        self._tells = [sum(one >> place & 1 for one in self._telling.values()) for place in range(len(CODES))]

    def beside(self, start: int) -> int:
        """The languages that are evident to the word at `start`, which is no witness for itself."""
        own = self._telling.get(start, 0)
        return self._given | sum(1 << place for place, count in enumerate(self._tells) if count > (own >> place & 1))

    def is_foreign(self, start: int, end: int) -> bool:
        """Has it a Latin letter that none of our languages writes: "bästa", "sắt", "ją"?"""
        if self._written.isascii():
            return False
        span = self._folded.as_typed(start, end)
        typed = unicodedata.normalize("NFC", self._written[span.start : span.end].lower())
        return any(_is_between(letter, _LATIN, _VIETNAMESE) for letter in typed.translate(_OURS))

    def known(self, tokens: list[WordToken]) -> list[WordToken]:
        """The words, those unknown that are nearly ours in a language that nothing speaks for."""
        return [self._unless_strange(token) for token in tokens]

    def told(self, mentions: Sequence[TimeMention]) -> list[TimeMention]:
        """The times, without single words that may be others in another language: "dem" is no "demain" in German."""
        return [one for one in mentions if not self._is_strange(one)]

    def doubts(self, word: Word) -> bool:
        """Is it a single word, and of languages only that nothing else speaks for? A longer word speaks for itself,
        unless English has it too.
        """
        said = self._folded.text[word.start : word.end]
        if not (said.isascii() and said.isalpha()) or not (
            self._is_foreign_or_short(word.start, word.end) or said in english_words() or said in SAID_ELSEWHERE
        ):
            return False
        if word.mention is not None:
            languages = 1 << CODES.index(word.mention.language)
        else:
            languages = self._meant_in.get(word.start, 0)
        return languages != 0 and not languages & self.beside(word.start)

    def _is_foreign_or_short(self, start: int, end: int) -> bool:
        return self.is_foreign(start, end) or (self._is_short(start, end) and self._is_plain(start, end))

    def _is_short(self, start: int, end: int) -> bool:
        return end - start <= SHORT_LETTERS_MAX

    def _is_plain(self, start: int, end: int) -> bool:
        """Letters with signs tell a language better."""
        span = self._folded.as_typed(start, end)
        return self._written[span.start : span.end].isascii()

    def _told(self, token: WordToken) -> int:
        known_in = token.known_as.known_in
        if not token.text.isalpha() or is_mended(token) or known_in & ENGLISH:
            return 0
        if token.text.isascii() and len(token.text) < TELLING_LETTERS_MIN:
            return 0
        return 0 if self.is_foreign(token.start, token.end) else known_in

    def _unless_strange(self, token: WordToken) -> WordToken:
        forms = token.known_as.forms
        if not forms or not token.text.isascii() or not token.text.isalpha():
            return token
        exact = token.text in forms
        if self.is_foreign(token.start, token.end):
            strange = not (exact and _meant_in(token) & ENGLISH)
        elif is_mended(token) or (not exact and len(forms[0]) <= STEM_LETTERS_MIN and forms[0][-1] == "*"):
            languages = sum(1 << place for place in token.known_as.languages)
            strange = not languages & self.beside(token.start)
        else:
            strange = False
        return WordToken(token.text, token.start, token.end, UNKNOWN) if strange else token

    def _is_strange(self, mention: TimeMention) -> bool:
        said = self._folded.text[mention.start : mention.end]
        if not (said.isascii() and said.isalpha()):
            return False
        is_plain = self._is_plain(mention.start, mention.end)
        if self.is_foreign(mention.start, mention.end) or (mention.language == "en" and not is_plain):
            return True
        known = self.beside(mention.start) >> CODES.index(mention.language) & 1
        return (self._has_hint or is_plain) and self._is_short(mention.start, mention.end) and not known


def _meant_in(token: WordToken) -> int:
    """The languages in which it says something by itself."""
    return sum(1 << place for place in {place for node in token.known_as.begins for place in node.meant})


def _is_between(letter: str, *spans: tuple[str, str]) -> bool:
    return any(first < letter <= last for first, last in spans)
