"""A reply without whom it is about: names, numbers, addresses become stand-ins of the same shape.

Hidden is rather too much than too little, but never what a reply says: times, days near it and numbers of windows
stay. Nobody can list all that tells of a person, so what is made is read by a person before it is kept. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from services.notifier.hearing.letters import folded, plain

from .addresses import addresses
from .hidden_numbers import numbers
from .stand_ins import HAN, Hidden, like_name

_END = r"(?<![\s.,;:!?)\]}>。,、！？」』”’'\"])"
_LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>\u4e00-\u9fff]+{_END}"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|net|org|info|cn|in|br|mx|fr|es|id|io|co|ly|me)/[^\s<>\u4e00-\u9fff]*" + _END,
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"'，。；：！？、（）\u4e00-\u9fff]+\s?[@＠]\s?[\w-]+(?:[.．][\w-]+)+")
_HANDLE = re.compile(r"(?<!\w)[@＠]\w{3,}")
_PARTICLES = frozenset(
    "da de del della der di do dos du das e el la las le los of van von y al bin binti ibn abu ben mr mrs ms dr".split()
)
"""Of a name, and of every other sentence."""
_TITLES = "先生|女士|小姐|太太|总|總|老师|老師|生"


class Unfolded(ValueError):
    """So odd a text that nobody can say whether a name is in it."""


@dataclass(frozen=True, slots=True)
class AnonymisedText:
    """`hidden` are the kinds of what was replaced, in the order of the text."""

    text: str
    hidden: tuple[str, ...]


def anonymised(text: str, names: Iterable[str], day: date) -> AnonymisedText:
    """The text with stand-ins; `names` are those of the people concerned, and `day` is that of the reply.

    Raises `Unfolded`.
    """
    found = [*_links(text), *_named(text, names), *addresses(text), *numbers(text, day)]
    made, hidden, end = [], list[str](), 0
    # What begins first wins, and of those the longest: a number inside an address goes with it.
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < end:
            continue
        made += [text[end : one.start], one.stand_in]
        hidden.append(one.kind)
        end = one.end
    return AnonymisedText("".join((*made, text[end:])), tuple(hidden))


def _links(text: str) -> Iterator[Hidden]:
    for pattern, kind, stand_in in (
        (_LINK, "link", "https://example.org"), (_MAIL, "e-mail", "name@example.org"), (_HANDLE, "name", "@example"),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            yield Hidden(match.start(), match.end(), kind, stand_in)


def _named(text: str, names: Iterable[str]) -> Iterator[Hidden]:
    """Each word of a name, however it is typed. A name inside a longer word is none, but where words have no spaces."""
    whole = folded(text)
    if whole.origins and len(text) - whole.origins[-1] > 1 and any(map(str.isalnum, text[whole.origins[-1] + 1 :])):
        raise Unfolded
    for place, name in enumerate(names):
        for pattern in _patterns(plain(name)):
            for match in pattern.finditer(whole.text):
                if match.end() == match.start() or not _alone(whole.text, *match.span(1)):
                    continue
                start, end = whole.origins[match.start(1)], whole.origins[match.end(1) - 1] + 1
                while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc", "Cf"):
                    end += 1
                yield Hidden(start, end, "name", like_name(text[start:end], place))


def _patterns(name: str) -> Iterator[re.Pattern[str]]:
    words = [word for word in re.split(r"[\s.,;·\-–—()/]+", name) if word]
    if len(words) > 1:
        yield re.compile("(" + r"[\W_]{1,3}".join(map(re.escape, words)) + ")")
        yield re.compile("(" + "".join(map(re.escape, words)) + ")")
    for word in words:
        if HAN.match(word):
            yield re.compile(f"({re.escape(word)})")
            if len(word) > 2:
                yield re.compile(f"({re.escape(word[1:])})")
            if len(word) > 1:
                yield re.compile(f"({re.escape(word[0])})(?:{plain(_TITLES)})")
        elif len(word) > 1 and word not in _PARTICLES:
            yield re.compile(f"({re.escape(word)})")


def _alone(text: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and _joined(text[start - 1], text[start])) or (end < len(text) and _joined(text[end - 1], text[end]))
    )


def _joined(one: str, other: str) -> bool:
    """Are they letters of one word? Not where either is of a script without spaces."""
    return all(letter.isalpha() or unicodedata.category(letter)[0] == "M" for letter in (one, other)) and not (
        HAN.match(one) or HAN.match(other)
    )
