"""All languages in one table: which words and phrases begin at a word, and what they are in which language.

Built on the first use from the data in `languages`, as far as texts go into it: what reading it adds was always there.
"""

from __future__ import annotations

import re
from functools import cache

from .english_words import english_words, is_inflected
from .languages import LANGUAGES
from .languages.shape import BIT, bits, spelt_out
from .letters import plainly

TOKEN = re.compile(
    r"[\u3400-\u9fff]|[\u0900-\u097f]+|[\u0600-\u06ff]+|\d+|[^\W\d_\u3400-\u9fff\u0900-\u097f\u0600-\u06ff]+(?:'[^\W\d_\u3400-\u9fff\u0900-\u097f\u0600-\u06ff]+)*|[^\w\s]|\n"
)
"""A word: one Chinese letter, a run of letters of another script, a number, or a sign."""
CODES = tuple(language.code for language in LANGUAGES)
BACKWARDS = sum(1 << place for place, language in enumerate(LANGUAGES) if language.negates_back)
DOUBLES = frozenset(place for place, language in enumerate(LANGUAGES) if language.doubles)
_COUNTED = bits("number", "option", "hour_word", "first", "last", "num", "visit", "not", "no")
STEM_LETTERS_MIN = 3
TYPO_LETTERS_MIN = 5
_LEET = str.maketrans("01345$@!", "oieassai")
_ELIDED = re.compile(r"^(j|l|d|n|m|c|s|t|qu|jusqu|quelqu|lorsqu|puisqu)'(?=\w)")
_ALL_CHINESE = re.compile(r"[\u3400-\u9fff]*(?:\([\u3400-\u9fff|]*\)[\u3400-\u9fff]*)+")
_CHINESE = re.compile(r"(\([^()]*\))")
_REPEATED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")


LexiconEntry = tuple[tuple[tuple[tuple[str, ...], ...], ...], int, int, int | None]
"""The ways to write each piece of an entry, its language, its roles, and the place in our list that it names."""


class Node:
    """What can follow some words, and what they are on their own: language → roles (bits).

    What follows is worked out when a text comes this far: hardly any text comes far in many of the entries, and the
    choices in an entry would be thousands of entries if they were written out.
    """

    __slots__ = ("_begun", "_follows", "meant", "number")

    def __init__(self) -> None:
        self.meant: dict[int, int] = _NO_ROLES  # most words end no entry
        self.number: int | None = None
        self._follows: dict[str, Node] | None = None
        self._begun: list[tuple[tuple[str, ...], LexiconEntry, int]] = []
        """Of each entry that goes on from here: the words that are left of a piece, and the piece behind them."""

    @property
    def follows(self) -> dict[str, Node]:
        begun = self._begun  # before the look: another thread lets go of it only once there is something to see
        if self._follows is None:
            follows: dict[str, Node] = {}
            for words, entry, piece in begun:
                node = follows.get(words[0])
                if node is None:
                    node = follows[words[0]] = Node()
                node.begin(words[1:], entry, piece)
            self._follows = follows
            self._begun = []
        return self._follows

    def begin(self, words: tuple[str, ...], entry: LexiconEntry, piece: int) -> None:
        """An entry goes on from here with `words`, and then its pieces from `piece` on; or it ends here."""
        pieces, language, roles, number = entry
        if words:
            self._begun.append((words, entry, piece))
        elif piece < len(pieces):
            for way in pieces[piece]:
                self.begin(way, entry, piece + 1)
        else:
            if self.meant is _NO_ROLES:
                self.meant = {}
            self.meant[language] = self.meant.get(language, 0) | roles
            if number is not None:
                self.number = number


_NO_ROLES: dict[int, int] = {}


class Lexicon:
    """The table. `forms` are the ways in which a written word may be looked up."""

    __slots__ = ("_cache", "_deleted", "_joined", "_usual", "apart", "known", "marks", "root", "stems")

    def __init__(self) -> None:
        self.root = Node()
        self.marks = Node()
        """The same of marks, which hide no role."""
        self.known: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self._deleted: dict[str, str] = {}
        self._joined: list[str] = []
        self._cache: dict[str, tuple[str, ...]] = {}
        self._usual: dict[str, tuple[str, ...]] = {}
        """Each spelling of a word, and those that stand in the table for it."""
        self.apart: dict[str, tuple[str, str]] = {}
        """Words that are written as one, and where they part."""
        for language in LANGUAGES:
            for firsts, seconds in language.run_together:
                self.apart |= {a + b: (a, b) for a in firsts.split() for b in seconds.split()}
        for place, language in enumerate(LANGUAGES):
            usual: dict[str, str] = {}
            for listed in language.spellings:
                alike = plainly(listed).split()
                usual |= {word: usual.get(word, alike[0]) for word in alike}
            for word, same in usual.items():
                self.known[word] = self.known.get(word, 0) | 1 << place
                self._usual[word] = (*self._usual.get(word, ()), same)
            ways: dict[str, tuple[tuple[str, ...], ...]] = {}
            for entry, roles in language.entries():
                self._add(self.root, place, entry, roles, None, usual, ways)
            for entry, laid in language.marking():
                self._add(self.marks, place, entry, laid, None, usual, ways)
            for words, number in language.numbers.items():
                self._add(self.root, place, words, BIT["num"], number, usual, ways)
            self._joined += [prefix for prefix in language.joined if prefix not in self._joined]
        for word in self.known:
            if len(word) >= TYPO_LETTERS_MIN and word.isascii() and word.isalpha():
                for shorter in _one_less(word):
                    self._deleted.setdefault(shorter, word)

    def _add(
        self, root: Node, place: int, entry: str, roles: int, number: int | None,
        usual: dict[str, str], ways: dict[str, tuple[tuple[str, ...], ...]],
    ) -> None:  # fmt: skip
        pieces = entry.split() if "(" not in entry else pieces_of(entry)
        for piece in pieces:
            if piece not in ways:
                ways[piece] = tuple(dict.fromkeys(self._written(place, way, usual) for way in spelt_out(piece)))
        root.begin((), (tuple([ways[piece] for piece in pieces]), place, roles, number), 0)

    def _written(self, place: int, written: str, usual: dict[str, str]) -> tuple[str, ...]:
        """The words of a piece without choices, as the table spells them; they are known from now on."""
        found: list[str] = []
        for whole in words_of(written if written.isascii() else plainly(written)):
            for word in self.apart.get(whole, (whole,)):
                table, bare = (self.stems, word[:-1]) if word[-1] == "*" else (self.known, word)
                table[bare] = table.get(bare, 0) | 1 << place
                found.append(usual.get(word, word))
        return tuple(found)

    def forms(self, word: str) -> tuple[str, ...]:
        """`word` as the table spells it, or as it was probably meant; () where nothing is near."""
        found = self._cache.get(word)
        if found is None:
            found = self._forms(word)
            if len(self._cache) < 20_000 and len(word) < 24:
                self._cache[word] = found
        return found

    def is_doubled(self, forms: tuple[str, ...]) -> bool:
        """Is a 2 behind this word the word again, and no number?"""
        known = [self.root.follows[form].meant for form in forms if form in self.root.follows]
        return any(place in DOUBLES for meant in known for place in meant) and not any(
            roles & _COUNTED for meant in known for roles in meant.values()
        )

    def spelled(self, word: str) -> tuple[str, ...]:
        """Like `forms`, without mending: letters that were written apart, digits for letters."""
        return self._spelled(word) or (self._spelled(word.translate(_LEET)) if not word.isalpha() else ())

    def _forms(self, word: str) -> tuple[str, ...]:
        word = word.replace("'", "")
        if found := self._spelled(word):
            return found if word.isascii() else (*found, *self._without_joined(word))
        if len(word) > 24:
            return ()
        for other in (_REPEATED.sub(r"\1", word), _REPEATED.sub(r"\1\1", word), _DOUBLED.sub(r"\1", word)):
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

    def _spelled(self, word: str) -> tuple[str, ...]:
        exact: tuple[str, ...] = (word,) if word in self.known else ()
        if usual := self._usual.get(word):
            exact = tuple(dict.fromkeys((word, *usual)))
        for size in range(len(word), STEM_LETTERS_MIN - 1, -1):
            if word[:size] in self.stems:
                return (*exact, f"{word[:size]}*")
        return exact

    def _mended(self, word: str) -> tuple[str, ...]:
        """One letter too many, too few, wrong or swapped; short words with a wrong letter are other words too soon."""
        if len(word) < TYPO_LETTERS_MIN:
            return ()
        if self._deleted.get(word, "")[:1] == word[0]:
            return self._spelled(self._deleted[word])
        shorter = _one_less(word)
        for place, short in enumerate(shorter):
            other = self._deleted.get(short, "")
            if len(other) == len(word) and _swapped_or_wrong(word, other, place):
                return self._spelled(other)
        for short in shorter[1:]:
            if len(short) >= TYPO_LETTERS_MIN and short in self.known:
                return self._spelled(short)
        return ()


def _swapped_or_wrong(word: str, other: str, place: int) -> bool:
    """Do two words of one length differ in two letters that changed places, or (in longer words) in one letter?"""
    differing = [at for at in range(len(word)) if word[at] != other[at]]
    if len(differing) == 1:
        return len(word) > TYPO_LETTERS_MIN and place > 0
    return (
        len(differing) == 2 and word[differing[0]] == other[differing[1]] and word[differing[1]] == other[differing[0]]
    )


def pieces_of(entry: str) -> list[str]:
    """An entry as pieces with choices of their own: at blanks outside brackets, and between Chinese letters."""
    pieces, depth = [""], 0
    for letter in entry:
        depth += (letter == "(") - (letter == ")")
        if letter == " " and not depth:
            pieces.append("")
        else:
            pieces[-1] += letter
    parted = [_CHINESE.split(piece) if _ALL_CHINESE.fullmatch(piece) else [piece] for piece in pieces]
    return [part for parts in parted for part in parts if part]


def words_of(entry: str) -> list[str]:
    """An entry of a language's list as words; `*` stays at the end of its word."""
    if entry.isascii() and entry.replace(" ", "").isalpha():
        return entry.split()
    if entry and min(entry) >= "\u3400" and max(entry) <= "\u9fff":
        return list(entry)
    found: list[str] = []
    for part in entry.split():
        star = part.endswith("*")
        pieces = split(part.rstrip("*"))
        if star:
            pieces[-1] += "*"
        found += pieces
    return found


def split(text: str) -> list[str]:
    """Folded text as words, without apostrophes."""
    words: list[str] = []
    for found in TOKEN.finditer(text):
        word = found.group()
        elided = _ELIDED.match(word)
        if elided is not None:
            words.append(elided.group(1))
            word = word[elided.end() :]
        if word not in "-_'*":
            words.append(word.replace("'", ""))
    return words


def elision(word: str) -> int:
    """How many letters of `word` are an elided word before it, with the apostrophe; 0 where there is none."""
    found = _ELIDED.match(word)
    return found.end() if found is not None else 0


def _one_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


@cache
def lexicon() -> Lexicon:
    return Lexicon()
