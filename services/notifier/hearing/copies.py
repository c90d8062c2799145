"""Where a reply copies a text of ours: runs of our words, and what of the same text follows and precedes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .stops import asks_to_stop
from .templates import NAME, WORD, Template, calendar, fits, is_gap, run_ends, runs, templates

NAME_WORDS_MAX, WHEN_WORDS_MAX = 10, 40
NEXT_WORDS = 2
NAMES_CHARS_MAX = 48
TextSpan = tuple[int, int]
_MARK = re.compile(r"[“”„‟\"«»‹›「」『』‘’]|\.\.\.|'.|.'", re.S)
"""What ends a quotation. An apostrophe inside a word is none."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Folded text and its words; `places` say where each begins and ends."""

    text: str
    words: tuple[str, ...]
    places: tuple[TextSpan, ...]

    @classmethod
    def of(cls, text: str) -> Reply:
        found = tuple(WORD.finditer(text))
        return cls(text, tuple(word.group() for word in found), tuple(word.span() for word in found))

    def is_marked(self, word: int) -> bool:
        """Does a mark of quotation, or the end or beginning, stand before `word`?"""
        if word in (0, len(self.words)):
            return True
        between = self.text[self.places[word - 1][1] : self.places[word][0]]
        return between not in ("", " ") and _MARK.search(between) is not None

    def asks_to_stop(self, first: int, end: int) -> bool:
        return first < end and asks_to_stop(self.text[self.places[first][0] : self.places[end - 1][1]])

    def stretch(self, first: int, end: int) -> TextSpan:
        return self.places[first][0], self.places[end - 1][1]


def copies(text: str) -> list[TextSpan]:
    """The stretches of folded `text` that are ours, in order."""
    reply, spans = Reply.of(text), list[TextSpan]()
    ends, at, free = run_ends(reply.words), 0, 0
    while at < len(ends):
        found = runs().get(reply.words[at : ends[at]], ())
        if not found:
            at += 1
            continue
        reached = [
            (_forwards(reply, templates()[which], at, place), -_backwards(reply, templates()[which], at, place, free))
            for which, place in found
        ]
        end, first = max(reached, key=sum)
        spans.append(reply.stretch(-first, end))
        at = free = end
    return spans


def _forwards(reply: Reply, template: Template, at: int, place: int) -> int:
    """Behind the last word of the copy that goes through word `at`, which is the template's word `place`."""
    begun = at
    while at < len(reply.words) and place < len(template):
        if at > begun and reply.is_marked(at):
            return at
        if is_gap(template[place]):
            at, met = _through(reply, at, template[place], template[place + 1 :])
            if not met:
                return at
        elif reply.words[at] == template[place]:
            at += 1
        else:
            return at + (template[place].startswith(reply.words[at]) and reply.is_marked(at + 1))
        place += 1
    return at


def _through(reply: Reply, at: int, gap: str, template: Template) -> tuple[int, bool]:
    """Where the gap that begins at `at` ends, and whether the template goes on there. Cut short, a time is ours."""
    follows = _literal(template)
    end = at
    while not (follows and reply.words[end : end + len(follows)] == follows):
        full = end - at == (NAME_WORDS_MAX if gap == NAME else WHEN_WORDS_MAX)
        if full or end == len(reply.words) or (end > at and reply.is_marked(end)) or not fits(gap, reply.words[end]):
            return (_names_cut(reply, at, end) if gap == NAME else _cut(reply, end, follows)), False
        end += 1
    return (at, False) if reply.asks_to_stop(at, end) else (end, True)


def _cut(reply: Reply, end: int, follows: Template) -> int:
    """Behind the beginning of a word that was cut short, where one stands at `end`."""
    begun = end < len(reply.words) and reply.is_marked(end + 1) and not reply.words[end].isdecimal()
    return end + (begun and any(word.startswith(reply.words[end]) for word in (*follows, *calendar())))


def _names_cut(reply: Reply, at: int, end: int) -> int:
    """Behind names with which a copy ends, where all that is left of its line may be names. Nobody is called what our
    texts teach for stopping.
    """
    left = reply.text[reply.places[at][0] : reply.places[-1][1]] if at < end else ""
    names = 0 < len(left) <= NAMES_CHARS_MAX and not any(letter in "\n0123456789" for letter in left)
    stopped = reply.words[-1] == "stop" or reply.asks_to_stop(at, len(reply.words))
    return at if not names or stopped else len(reply.words)


def _literal(template: Template) -> Template:
    """The first words of `template` up to its next gap."""
    until = next((place for place, word in enumerate(template) if is_gap(word)), len(template))
    return template[: min(until, NEXT_WORDS)]


def _backwards(reply: Reply, template: Template, at: int, place: int, free: int) -> int:
    """The first word of the copy that goes through word `at`; not before `free`, which another copy ends at."""
    while at > free and place > 0 and not reply.is_marked(at):
        if is_gap(template[place - 1]):
            begun = _back_through(reply, at, template[: place - 1], free)
            if begun is None:
                return at
            at = begun
        elif reply.words[at - 1] == template[place - 1]:
            at -= 1
        else:
            return at
        place -= 1
    return at


def _back_through(reply: Reply, at: int, template: Template, free: int) -> int | None:
    """Where the gap that ends at `at` begins: behind the words before it, or at a mark where the template begins."""
    before = _literal(template[::-1])[::-1]
    for begun in range(at, max(free, at - NAME_WORDS_MAX) - 1, -1):
        there = reply.words[max(0, begun - len(before)) : begun] == before if before else _opens(reply, begun)
        if there:
            return None if reply.asks_to_stop(begun, at) else begun
    return None


def _opens(reply: Reply, word: int) -> bool:
    """Does a quotation begin there? The mere beginning of a reply is not one: an answer may stand before the copy."""
    if word == 0:
        return _MARK.search(reply.text[: reply.places[0][0]]) is not None
    return reply.is_marked(word)
