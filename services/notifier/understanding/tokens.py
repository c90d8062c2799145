"""A reply in pieces as they were written: words, numbers and signs, with the ways in which each may be looked up."""

from __future__ import annotations

import re

from .entries import TOKEN, elision
from .lexicon import CODES, KnownAs, Lexicon, is_doubled, lexicon

WORDS_HEAD_MAX, WORDS_TAIL_MAX = 64, 24
SPELLED_MAX, SPELLED_LETTERS_MIN = 14, 4
GLUED_LETTERS_MIN, GLUED_LETTERS_MAX, PART_LETTERS_MAX, PART_LETTERS_MEAN_MIN = 12, 80, 16, 3
SAME_LANGUAGE_MIN = 0.75
"""Of the letters of words that are written as one."""
_LETTERS_ALONE, _VOWELS = frozenset("aiu"), frozenset("aeiouy")
_BETWEEN = frozenset(".-_*,")
_JOINERS = frozenset("-_'’*<>=+^`/&")
_LOOK_ALIKES = str.maketrans("авеікмнорстухѕјԁɡһαορτυνικεβηγ", "abeikmhopctyxsjdghaoptyvikebny")

_DONT_OF_ARABIC = re.compile(r"^(?:ما?(?=ت)(\w{3,})ش|(?:لا|ما)(?=ت)(\w{4,}))$")
"""Dialects wrap a verb in its negation ("ma-teb'atuli-sh"), and many write the negation and its verb as one word."""
_NOT_OF_ARABIC = re.compile(r"^ما?(\w{3,})ش$")
_MA = frozenset(("ما", "م", "مش"))


def _ends_of(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The beginning and the end of very many words."""
    if len(found) <= WORDS_HEAD_MAX + WORDS_TAIL_MAX:
        return found
    return found[:WORDS_HEAD_MAX] + found[-WORDS_TAIL_MAX:]


class WordToken:
    """One piece, and how it is known."""

    __slots__ = ("end", "known_as", "start", "text")

    def __init__(self, text: str, start: int, end: int, known_as: KnownAs) -> None:
        self.text, self.start, self.end, self.known_as = text, start, end, known_as

    @property
    def is_known(self) -> bool:
        return self.known_as.forms != ()


def tokens_in(text: str) -> list[WordToken]:
    ascii_words = lexicon(of_ascii=True)
    other_words = ascii_words if text.isascii() else lexicon(of_ascii=False)
    tokens: list[WordToken] = []
    for found in _ends_of(list(TOKEN.finditer(text))):
        word = found[0]
        start, end = found.span()
        table = ascii_words if word.isascii() else other_words
        if "'" in word and (size := elision(word)):
            tokens.append(WordToken(word[: size - 1], start, start + size, table.known_as(word[: size - 1])))
            word, start = word[size:], start + size
        wrapped = None if word.isascii() else _DONT_OF_ARABIC.match(word)
        if wrapped is None and word[-1] == "ش" and len(word) > 3 and word not in table.known:
            inner = _NOT_OF_ARABIC.match(word)
            if inner is not None and table.spelled(inner.group(1)).forms:
                tokens.append(WordToken(word[: inner.start(1)], start, start + inner.start(1), table.known_as("ما")))
                word, start, end = inner.group(1), start + inner.start(1), end
            elif tokens and tokens[-1].text in _MA and table.known_as(word[:-1]).forms:
                word = word[:-1]
        if wrapped is not None and word not in table.known:
            part = wrapped.lastindex or 1
            dont, verb = word[: wrapped.start(part)], start + wrapped.start(part)
            tokens.append(WordToken(dont, start, verb, table.known_as("لا")))
            word, start, end = wrapped.group(part), verb, start + wrapped.end(part)
        if word in table.apart:
            first, second = table.apart[word]
            tokens.append(WordToken(first, start, start + len(first), table.known_as(first)))
            word, start = second, start + len(first)
        if word == "2" and _is_doubling(text, start, tokens):
            continue
        known_as = table.known_as(word)
        if not known_as.forms and len(word) >= GLUED_LETTERS_MIN and (parts := _parted(word, table)):
            for piece in parts:
                tokens.append(WordToken(piece, start, start + len(piece), table.known_as(piece)))
                start += len(piece)
            continue
        if not known_as.forms and not word.isascii():
            plain = word.translate(_LOOK_ALIKES)
            if plain != word and plain.isascii():
                word, known_as = plain, ascii_words.spelled(plain)
        tokens.append(WordToken(word, start, end, known_as))
    return [token for token in _spelled_out(tokens, ascii_words) if token.text not in _JOINERS]


def _is_doubling(text: str, start: int, tokens: list[WordToken]) -> bool:
    """Does a 2 say the word before it again ("anak2nya"), and is it no letter of it ("wa2t" in Arabic)?"""
    before = tokens[-1] if tokens and tokens[-1].end == start else None
    whole = before is not None and (len(before.text) > 2 or not text[start + 1 : start + 2].isalpha())
    return before is not None and whole and is_doubled(before.known_as)


def _parted(word: str, table: Lexicon) -> list[str]:
    """The known words of "pleasestoptexting", as few as can be; none if they leave a rest or are of no one language."""
    if len(word) > GLUED_LETTERS_MAX or not (word.isascii() and word.isalpha()):
        return []
    best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(word))]
    """Of each beginning of the word: how many parts it has at least, and where the last of them begins."""
    for begin in range(len(word)):
        before = best[begin]
        if before is None or before[0] >= len(word) // PART_LETTERS_MEAN_MIN:
            continue
        for end in range(begin + 1, min(begin + PART_LETTERS_MAX, len(word)) + 1):
            held = best[end]
            if (held is None or before[0] + 1 < held[0]) and (part := word[begin:end]) in table.known and _is_part(part):
                best[end] = before[0] + 1, begin
    parts: list[str] = []
    end = len(word)
    while end and (last := best[end]) is not None:
        parts.insert(0, word[last[1] : end])
        end = last[1]
    if not parts:
        return []
    # "in-vi-gila-ting" is made of four languages; "please-stop-texting-mei-asked" of one, and of two words read as one.
    of_one = max(sum(len(part) for part in parts if table.known[part] >> place & 1) for place in range(len(CODES)))
    return parts if of_one >= SAME_LANGUAGE_MIN * len(word) else []


def _is_part(word: str) -> bool:
    """One letter must be a word by itself, two hold a vowel: "nt" is an ending."""
    return word in _LETTERS_ALONE if len(word) == 1 else len(word) > 2 or not _VOWELS.isdisjoint(word)


def _spelled_out(tokens: list[WordToken], table: Lexicon) -> list[WordToken]:
    """`s t o p` and `s.t.o.p` as one word, where that is a word; so `5top` and `st0p`."""
    out: list[WordToken] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        glued = place + 1 < len(tokens) and tokens[place + 1].start == token.end
        found = _spelled(tokens, place, table) if len(token.text) == 1 or glued else None
        if found is None:
            out.append(token)
            place += 1
        else:
            out.append(found[0])
            place = found[1]
    return out


def _spelled(tokens: list[WordToken], place: int, table: Lexicon) -> tuple[WordToken, int] | None:
    """The word that is spelled out from `place` on, and the place behind it."""
    first = tokens[place]
    if not _is_letters(first.text) or place + 1 >= len(tokens):
        return None
    apart = tokens[place + 1].start > first.end or tokens[place + 1].text in _BETWEEN
    if apart and len(first.text) > 1:
        return None
    if not apart and first.text.isalpha() and tokens[place + 1].text.isalpha():  # of a word that was parted
        if all(near.text.isalpha() or near.text in _BETWEEN for near in tokens[place + 2 : place + SPELLED_MAX]):
            return None
    letters, until, last = first.text, place + 1, place
    while until < len(tokens) and until - place < SPELLED_MAX:
        token = tokens[until]
        if token.start - tokens[until - 1].end > 1 or (not apart and token.start > tokens[until - 1].end):
            break
        if token.text not in _BETWEEN:
            if not _is_letters(token.text) or (apart and len(token.text) > 1):
                break
            letters, last = letters + token.text, until
        until += 1
    if not apart and letters.isalpha():
        return None
    if last == place or len(letters) < SPELLED_LETTERS_MIN or letters.isdigit():
        return None
    for size in range(last, place, -1) if apart else (last,):
        if tokens[size].text in _BETWEEN:
            continue
        word = "".join(token.text for token in tokens[place : size + 1] if token.text not in _BETWEEN)
        if len(word) < SPELLED_LETTERS_MIN:
            break
        known_as = table.spelled(word)
        if known_as.forms:
            return WordToken(word, first.start, tokens[size].end, known_as), size + 1
    return None


def _is_letters(text: str) -> bool:
    return text.isascii() and (text.isalnum() or text in "$@!") and len(text) <= 6
