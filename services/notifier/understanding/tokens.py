"""A reply in pieces as they were written: words, numbers and signs, with the ways in which each may be looked up."""

from __future__ import annotations

import re

from .entries import TOKEN, elision
from .keywords_alone import keyword_alone
from .lexicon import CODES, KnownAs, Lexicon, is_doubled, lexicon

WORDS_HEAD_MAX, WORDS_TAIL_MAX = 64, 24
SPELLED_MAX, SPELLED_LETTERS_MIN = 14, 4
GLUED_LETTERS_MIN, GLUED_LETTERS_MAX, PART_LETTERS_MAX, PART_LETTERS_MEAN_MIN = 12, 80, 16, 3
SAME_LANGUAGE_MIN = 0.75
"""Of the letters of words that are written as one."""
KEYWORD = "unsubscribe"
"""What any published keyword is read as, where it is all that is said."""
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
    words = [token for token in _spelled_out(tokens, ascii_words) if token.text not in _JOINERS]
    if (place := keyword_alone([token.text for token in words])) is None:
        return words
    begins, ends = place
    keyword = WordToken(KEYWORD, words[begins].start, words[ends - 1].end, ascii_words.known_as(KEYWORD))
    return [*words[:begins], keyword, *words[ends:]]


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
            if (
                (held is None or before[0] + 1 < held[0])
                and (part := word[begin:end]) in table.known
                and _is_part(part)
            ):
                best[end] = before[0] + 1, begin
    parts: list[str] = []
    end = len(word)
    while end and (last := best[end]) is not None:
        parts.insert(0, word[last[1] : end])
        end = last[1]
    if not parts:
        return []
    # "in-vi-gila-ting" is made of four languages; "please-stop-texting-mei-asked" of one, and of two words read as one.
    letters = [0] * len(CODES)
    for part in parts:
        for place in table.known_as(part).languages:
            letters[place] += len(part)
    return parts if max(letters) >= SAME_LANGUAGE_MIN * len(word) else []


def _is_part(word: str) -> bool:
    """One letter must be a word by itself, two hold a vowel: "nt" is an ending."""
    return word in _LETTERS_ALONE if len(word) == 1 else len(word) > 2 or not _VOWELS.isdisjoint(word)


def _spelled_out(tokens: list[WordToken], table: Lexicon) -> list[WordToken]:
    """`s t o p` and `s.t.o.p` as one word, where that is a word; so `5top` and `st0p`."""
    out: list[WordToken] = []
    place = 0
    together = 0  # up to where the pieces from `place` on stand side by side, as far as that is known
    while place < len(tokens):
        token, behind = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
        found = None
        if behind is not None and token.text not in _BETWEEN:
            if behind.start == token.end and behind.text not in _BETWEEN:
                together = together if together > place else _side_by_side(tokens, place)
                found = _with_digits(tokens, place, min(together, place + SPELLED_MAX), table)
            elif len(token.text) == 1:
                found = _letter_by_letter(tokens, place, table)
        if found is None:
            out.append(token)
            place += 1
        else:
            out.append(found[0])
            place = found[1]
    return out


def _side_by_side(tokens: list[WordToken], place: int) -> int:
    """The place behind the letters, digits and signs between them that follow each other from `place` on."""
    until = place
    while until < len(tokens) and (until == place or tokens[until].start == tokens[until - 1].end):
        if tokens[until].text not in _BETWEEN and not _is_letters(tokens[until].text):
            break
        until += 1
    return until


def _with_digits(tokens: list[WordToken], place: int, until: int, table: Lexicon) -> tuple[WordToken, int] | None:
    """The word that letters and digits side by side are written for, and the place behind it."""
    if until <= place:
        return None
    while tokens[until - 1].text in _BETWEEN or (tokens[until - 1].text == "!" and tokens[place].is_known):
        until -= 1  # "end!" ends with a sign, and is no "endi"
    word = "".join([token.text for token in tokens[place:until] if token.text not in _BETWEEN])
    if until == place + 1 or len(word) < SPELLED_LETTERS_MIN or word.isdigit() or word.isalpha():
        return None
    known_as = table.spelled(word)
    return (WordToken(word, tokens[place].start, tokens[until - 1].end, known_as), until) if known_as.forms else None


def _letter_by_letter(tokens: list[WordToken], place: int, table: Lexicon) -> tuple[WordToken, int] | None:
    """The longest word that is written so from `place` on, and the place behind it."""
    letters, places = "", list[int]()
    for at in range(place, min(place + SPELLED_MAX, len(tokens))):
        token = tokens[at]
        if at > place and token.start - tokens[at - 1].end > 1:
            break
        if token.text not in _BETWEEN or at == place:
            if len(token.text) > 1 or not _is_letters(token.text):
                break
            letters += token.text
            places.append(at)
    if letters.isdigit():
        return None
    for size in range(len(letters), SPELLED_LETTERS_MIN - 1, -1):
        # a stem that begins some of the letters begins all of them, and was found there
        known_as = table.spelled(letters[:size], by_stem=size == len(letters))
        if known_as.forms:
            last = places[size - 1]
            return WordToken(letters[:size], tokens[place].start, tokens[last].end, known_as), last + 1
    return None


def _is_letters(text: str) -> bool:
    return text.isascii() and (text.isalnum() or text in "$@!") and len(text) <= 6
