"""All languages in one table: which words and phrases begin at a word, and what they are in which language.

Built on the first use from the data in `languages`, as far as texts go into it: what reading it adds was always there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from .english_words import english_words, is_inflected, other_words
from .entries import listed_entries, ways_of
from .languages import LANGUAGES
from .languages.shape import LanguageRoles, bits
from .letters import plainly
from .phrase_tree import Node

CODES = tuple(language.code for language in LANGUAGES)
BACKWARDS = sum(1 << place for place, language in enumerate(LANGUAGES) if language.negates_back)
DOUBLES = frozenset(place for place, language in enumerate(LANGUAGES) if language.doubles)
_COUNTED = bits("number", "option", "hour_word", "first", "last", "num", "visit", "not", "no")
OTHER = bits("polite")
"""What a word of another language is to us: it says nothing, and stands in the way of nothing ("bitte stop")."""
STEM_LETTERS_MIN = 3
TYPO_LETTERS_MIN = 5
_LEET = str.maketrans("01345$@!", "oieassai")
_REPEATED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")


class KnownAs:
    """The forms in which the table has a written word, likeliest first; the entries and the marks that begin with them;
    the languages of the first, and those of all (bits). No forms: nobody knows it.
    """

    __slots__ = ("begins", "forms", "known_in", "languages", "marks")

    def __init__(
        self, forms: tuple[str, ...], begins: list[Node], marks: list[Node], languages: list[int], known_in: int
    ) -> None:
        self.forms, self.begins, self.marks, self.languages, self.known_in = forms, begins, marks, languages, known_in


UNKNOWN = KnownAs((), [], [], [], 0)


class Lexicon:
    """The table, of words of ASCII letters or of all others: each word is looked up in the one that it is for."""

    __slots__ = (
        "_cache",
        "_joined",
        "_lessened",
        "_stem_letters_max",
        "_usual",
        "apart",
        "known",
        "marks",
        "root",
        "stems",
    )

    def __init__(self, *, of_ascii: bool) -> None:
        self.root = Node()
        self.marks = Node()
        """The same of marks, which hide no role."""
        self.known: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self._lessened: dict[int, dict[str, str]] = {}
        self._joined: list[str] = []
        self._cache: dict[str, KnownAs] = {}
        self._usual: dict[str, tuple[str, ...]] = {}
        """Each spelling of a word, and those that stand in the table for it."""
        self.apart: dict[str, tuple[str, str]] = {}
        """Words that are written as one, and where they part."""
        for language in LANGUAGES:
            for firsts, seconds in language.run_together:
                self.apart |= {a + b: (a, b) for a in firsts.split() for b in seconds.split()}
        for place, language in enumerate(LANGUAGES):
            self._add(place, language, of_ascii=of_ascii)
        if of_ascii:
            self.root.begin(sorted(other_words()), ((), 0, OTHER, None))
        self._stem_letters_max = max(map(len, self.stems))

    def _add(self, place: int, language: LanguageRoles, *, of_ascii: bool) -> None:
        """The entries of a language are begun, and its words known from now on."""
        usual: dict[str, str] = {}
        for listed in language.spellings:
            alike = plainly(listed).split()
            usual |= {word: usual.get(word, alike[0]) for word in alike}
        for word, same in usual.items():
            self._usual[word] = (*self._usual.get(word, ()), same)
        spelt = usual | {whole: " ".join([usual.get(word, word) for word in two]) for whole, two in self.apart.items()}
        said: dict[str, None] = {}

        def respelt(texts: Sequence[str]) -> Sequence[str]:
            words = " \n ".join(texts).split(" ")
            said.update(dict.fromkeys(words))
            if spelt.keys().isdisjoint(words):
                return texts
            return " ".join([spelt.get(word, word) for word in words]).split(" \n ")

        lists = [(self.root, *one) for one in language.entries()] + [(self.marks, *one) for one in language.marking()]
        for root, listed, roles, number in lists:
            for has_choices, some in groupby(listed_entries(listed, of_ascii=of_ascii), _has_choices):
                if has_choices:
                    for entry in some:
                        ways = tuple(tuple(respelt(ways)) for ways in ways_of(entry))
                        root.begin(("",), (ways, place, roles, number))
                else:
                    root.begin(respelt(list(some)), ((), place, roles, number))
        said = {part: None for word in said if word.strip() for part in self.apart.get(word, (word,))}
        for word in (*usual, *said):
            table, bare = (self.stems, word[:-1]) if word[-1] == "*" else (self.known, word)
            table[bare] = table.get(bare, 0) | 1 << place
        self._joined += [prefix for prefix in language.joined if prefix not in self._joined]

    def known_as(self, word: str) -> KnownAs:
        """How the table has `word`, or what was probably meant by it."""
        found = self._cache.get(word)
        if found is None:
            found = self._known_as(self._forms(word))
            if len(self._cache) < 20_000 and len(word) < 24:
                self._cache[word] = found
        return found

    def spelled(self, word: str, *, by_stem: bool = True) -> KnownAs:
        """Like `known_as`, without mending: letters that were written apart, digits for letters. `by_stem`: it may
        go on behind a stem of ours.
        """
        forms = self._spelled(word, by_stem=by_stem)
        if not forms and not word.isalpha():
            forms = self._spelled(word.translate(_LEET), by_stem=by_stem)
        return self._known_as(forms)

    def _known_as(self, forms: tuple[str, ...]) -> KnownAs:
        if not forms:
            return UNKNOWN
        first = forms[0]
        mask = self.stems.get(first[:-1], 0) if first[-1] == "*" else self.known.get(first, 0)
        known_in = 0
        for form in forms:
            known_in |= self.known.get(form, 0)
        return KnownAs(
            forms,
            [node for form in forms if (node := self.root.after(form)) is not None],
            [node for form in forms if (node := self.marks.after(form)) is not None],
            [place for place in range(len(CODES)) if mask >> place & 1],
            known_in,
        )

    def _forms(self, word: str) -> tuple[str, ...]:
        word = word.replace("'", "")
        if found := self._spelled(word):
            return found if word.isascii() else (*found, *self._without_joined(word))
        doubled = _REPEATED.sub(r"\1\1", word)
        if doubled in other_words():
            return (doubled,)  # "bitte" is no "bite", "konto" no "kontol"
        if len(word) > 24:
            return ()
        for other in (_REPEATED.sub(r"\1", word), doubled, _DOUBLED.sub(r"\1", word)):
            if other != word and len(other) >= STEM_LETTERS_MIN + 1 and (found := self._spelled(other)):
                return found
        if found := self._without_joined(word):
            return found
        if not word.isascii():
            return ()
        if not word.isalpha():
            return self._spelled(word.translate(_LEET)) if any(letter.isalpha() for letter in word) else ()
        found = self._mended(word)
        if found and word in english_words() and not is_inflected(word, found[0].rstrip("*")):
            return ()  # "dating" is no "datang", "lifting" no "listing"
        return found

    def _without_joined(self, word: str) -> tuple[str, ...]:
        """`word` behind the little words that some languages write as its beginning: "wa", "al"."""
        for prefix in self._joined:
            longer = word.startswith(prefix) and len(word) > len(prefix) + 1
            if longer and (found := self._spelled(word[len(prefix) :])):
                return found
        return ()

    def _spelled(self, word: str, *, by_stem: bool = True) -> tuple[str, ...]:
        exact: tuple[str, ...] = (word,) if word in self.known else ()
        if usual := self._usual.get(word):
            exact = tuple(dict.fromkeys((word, *usual)))
        for size in range(min(len(word), self._stem_letters_max) if by_stem else 0, STEM_LETTERS_MIN - 1, -1):
            if word[:size] in self.stems:
                return (*exact, f"{word[:size]}*")
        return exact

    def _mended(self, word: str) -> tuple[str, ...]:
        """One letter too many, too few, wrong or swapped; short words with a wrong letter are other words too soon."""
        if len(word) < TYPO_LETTERS_MIN:
            return ()
        longer = self._one_more(len(word)).get(word, "")
        if longer[:1] == word[0]:
            return self._spelled(longer)
        shorter, same = _one_less(word), self._one_more(len(word) - 1)
        for place, short in enumerate(shorter):
            other = same.get(short)
            if other is not None and _swapped_or_wrong(word, other, place):
                return self._spelled(other)
        for short in shorter[1:]:
            if len(short) >= TYPO_LETTERS_MIN and short in self.known:
                return self._spelled(short)
        return ()

    def _one_more(self, letters: int) -> dict[str, str]:
        """What known words of one letter more than `letters` leave without one, and the first word that leaves it.

        Made when a word of that length is not known.
        """
        found = self._lessened.get(letters)
        if found is None:
            words = [w for w in reversed(self.known) if len(w) == letters + 1 and w.isascii() and w.isalpha()]
            found = self._lessened[letters] = {shorter: word for word in words for shorter in _one_less(word)}
        return found


def _swapped_or_wrong(word: str, other: str, place: int) -> bool:
    """Do two words of one length differ in two letters that changed places, or (in longer words) in one letter?"""
    differing = [at for at in range(len(word)) if word[at] != other[at]]
    if len(differing) == 1:
        return len(word) > TYPO_LETTERS_MIN and place > 0
    return (
        len(differing) == 2 and word[differing[0]] == other[differing[1]] and word[differing[1]] == other[differing[0]]
    )


def _one_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _has_choices(entry: str) -> bool:
    return "(" in entry


def is_doubled(word: KnownAs) -> bool:
    """Is a 2 behind this word the word again, and no number?"""
    meant = [node.meant for node in word.begins]
    return any(not DOUBLES.isdisjoint(one) for one in meant) and not any(
        roles & _COUNTED for one in meant for roles in one.values()
    )


@cache
def lexicon(*, of_ascii: bool) -> Lexicon:
    """The words of ASCII letters; or the others, which most processes that read English never need."""
    return Lexicon(of_ascii=of_ascii)
