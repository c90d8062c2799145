"""Every language's words in one index; which language a text is in; its words as atoms with a role each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ..arabizi import is_a_letter
from .languages import LANGUAGES
from .roles import letter
from .table import TimeWords
from .tokens import Token

Phrase = tuple[tuple[str, ...], str, str]
"""What follows the first piece, the role's letter, the value."""

_NAMED = frozenset(
    letter(name)
    for name in ("day", "weekday", "month", "part", "daypart", "holiday", "edge", "oclock", "unit", "clock", "prefrac")
)
_LENT = _NAMED | {letter(name) for name in ("at", "am", "after", "before", "between", "next")}
_LOANS = frozenset("tmr tmw fri tue wed thu am pm at".split())
"""Short words of English that turn up in every language."""
_MARKS = {"-": letter("dash"), "~": letter("dash"), ",": letter("comma"), "&": letter("plus"), "+": letter("plus")}
_SUFFIXES = frozenset("st nd rd th er ere e eme o ro ra do da mo ma vo va no na".split())
_HOLE, _HALT, _NUMBER, _ORDINAL = letter("hole"), letter("halt"), letter("number"), letter("ordinal")
_ABBREVIATED = letter("month") + letter("weekday")
_CLITICS = ("وال", "بال", "فال", "كال", "عال", "هال", "لل", "ال", "و", "ب", "ل", "ف", "عل")
ENOUGH = 4
"""What the words of a language weigh together at least in a text of it."""
MOST = 40
"""Atoms that are read: more words of time than an answer needs."""
_MONEY = frozenset("$£€₹¥")
_WORDS = frozenset(("word", "han", "title"))
"""Kinds of pieces that are holes where no table has them, unless they are glued to a number."""


@dataclass(slots=True)
class Atom:
    """Words from `start` to `end` of the folded text, their role's letter, and what they mean in that role.

    `bare`: an hour told by a preposition alone.
    """

    role: str
    value: Any
    start: int
    end: int
    bare: bool = False
    gap: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """The phrases of each language by first piece, longest first, and who has a word, with its weight."""

    phrases: dict[str, dict[str, tuple[Phrase, ...]]]
    named: dict[str, tuple[Phrase, ...]]
    owners: dict[str, tuple[tuple[str, int], ...]]
    languages: dict[str, TimeWords]


@cache
def index() -> Index:
    """Built when first asked for, and kept."""
    phrases: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    named: dict[str, list[Phrase]] = {}
    owners: dict[str, dict[str, int]] = {}
    for spoken in LANGUAGES:
        own: dict[str, list[Phrase]] = {}
        for pieces, role, value in spoken.entries:
            own.setdefault(pieces[0], []).append((pieces[1:], role, value))
            for piece in pieces:
                if piece.isdigit():
                    continue
                known = owners.setdefault(piece, {})
                doubtful = piece in spoken.doubtful
                known[spoken.language] = max(known.get(spoken.language, 0), _weight(role, doubtful, len(pieces)))
            lent = len(pieces) > 1 or len(pieces[0]) > 3 or not pieces[0].isascii() or pieces[0] in _LOANS
            if role in _LENT and lent:
                named.setdefault(pieces[0], []).append((pieces[1:], role, value))
        phrases[spoken.language] = {first: _longest_first(some) for first, some in own.items()}
    return Index(
        phrases,
        {first: _longest_first(some) for first, some in named.items()},
        {piece: tuple(some.items()) for piece, some in owners.items()},
        {spoken.language: spoken for spoken in LANGUAGES},
    )


def _weight(role: str, doubtful: bool, pieces: int) -> int:
    """How much a word speaks for its language."""
    if role == letter("am"):
        return 4
    if doubtful:
        return 3 if role in _NAMED else 0
    if pieces > 1:
        return 4
    return 8 if role in _NAMED else 6 if role == _NUMBER else 4


def _longest_first(some: list[Phrase]) -> tuple[Phrase, ...]:
    return tuple(sorted(some, key=lambda phrase: -len(phrase[0])))


def split_clitics(pieces: list[Token]) -> list[Token]:
    """Arabic particles written together with a known word as pieces of their own."""
    owners = index().owners
    if not any("ء" <= piece.text[0] <= "ي" for piece in pieces):
        return pieces
    found: list[Token] = []
    for piece in pieces:
        text = piece.text
        if text in owners or not "ء" <= text[0] <= "ي":
            found.append(piece)
            continue
        for clitic in _CLITICS:
            rest = text[len(clitic) :]
            if text.startswith(clitic) and len(rest) > 1 and (rest in owners or "ال" + rest in owners):
                if clitic[0] == "و":
                    found.append(Token("word", "و", piece.start, piece.start + 1))
                named = "ال" + rest in owners and (rest not in owners or clitic[-2:] in ("ال", "لل"))
                known = "ال" + rest if named else rest  # "عالاثنين" is on Monday, and no two
                found.append(Token("word", known, piece.start, piece.end))
                break
        else:
            found.append(piece)
    return found


def languages_of(pieces: list[Token], hint: str) -> list[str]:
    """The languages whose words these are, most likely first. The one they are known to write wins a draw."""
    owners = index().owners
    votes: dict[str, int] = {}
    for piece in pieces:
        for owner, votes_of_it in owners.get(piece.text, ()):
            votes[owner] = votes.get(owner, 0) + votes_of_it
    if not votes:
        return []
    base = hint.split("-")[0]
    if base in votes:
        votes[base] += ENOUGH
    return sorted((name for name in votes if votes[name] >= ENOUGH), key=lambda name: -votes[name])


def atoms(pieces: list[Token], language: str) -> list[Atom]:
    """Every piece with its role. What the language doesn't know is looked for in the others, if it can only be meant
    as a time; the rest are holes.
    """
    own, named = index().phrases[language], index().named
    found: list[Atom] = []
    said = tuple([piece.text for piece in pieces])
    place, many = 0, len(pieces)
    while place < many and len(found) < MOST:
        piece = pieces[place]
        phrase = _longest(own.get(piece.text, ()), said, place) or _longest(named.get(piece.text, ()), said, place)
        if phrase is not None:
            after = place + 1 + len(phrase[0])
            found.append(Atom(phrase[1], phrase[2], piece.start, pieces[after - 1].end))
            place = after
            continue
        spelt = language == "ar" and piece.kind == "number" and is_a_letter(pieces, place)
        beside_a_number = place and pieces[place - 1].kind == "number"
        is_hole = spelt or (piece.kind in _WORDS and not beside_a_number)
        atom = None if is_hole else _other(piece, pieces, place, found)
        if atom is not None and atom.role != _HOLE:
            if atom.role:
                found.append(atom)
        elif found and found[-1].role == _HOLE:
            found[-1].end = piece.end
            found[-1].value += 1
        else:
            found.append(Atom(_HOLE, 1, piece.start, piece.end))
        place += 1
    return found


def _longest(some: tuple[Phrase, ...], said: tuple[str, ...], place: int) -> Phrase | None:
    for phrase in some:
        follows = phrase[0]
        if not follows or said[place + 1 : place + 1 + len(follows)] == follows:
            return phrase
    return None


def _other(piece: Token, pieces: list[Token], place: int, found: list[Atom]) -> Atom:
    """What no table has: numbers, ordinals, punctuation, and unknown words."""
    kind, text, start, end = piece.kind, piece.text, piece.start, piece.end
    before = pieces[place - 1] if place else None
    glued = before is not None and before.end == start
    if kind == "number":
        if glued and before is not None and before.text in _MONEY:
            return Atom(_HOLE, 1, start, end)
        if len(text) > 4:
            return Atom(_HOLE, 1, start, end)
        return Atom(_NUMBER if len(text) < 3 else letter("longnumber"), text, start, end)
    if kind in ("ymd", "dmy", "slash", "dot", "clock"):
        return Atom(letter(kind if kind in ("slash", "dot", "clock") else "slash"), text, start, end)
    if glued and before is not None and before.kind == "number" and found and found[-1].role == _NUMBER:
        if text in _SUFFIXES:
            found[-1].role, found[-1].end = _ORDINAL, end
            return Atom("", 0, start, end)
        if text in ("a", "p"):
            return Atom(letter("am"), text + "m", start, end)
        if text in ("h", "hs", "hrs"):
            return Atom(letter("oclock"), "", start, end)
    if text == "°" and found and found[-1].role == _HALT and len(found) > 1:
        found.pop()  # 18.º is how Spanish writes an ordinal
    if text == "°" and found and found[-1].role == _NUMBER:
        found[-1].role, found[-1].end = _ORDINAL, end
        return Atom("", 0, start, end)
    if kind == "mark":
        if text in _MARKS:
            return Atom(_MARKS[text], "", start, end)
        if text == "." and glued and found and found[-1].role in _ABBREVIATED and found[-1].end - found[-1].start < 5:
            return Atom("", 0, start, end)
        if text in "/@()#%:":
            return Atom(letter("at") if text == "@" else letter("comma") if text in "()" else _HOLE, 1, start, end)
        return Atom(_HALT, "", start, end)
    return Atom(_HOLE, 1, start, end)
