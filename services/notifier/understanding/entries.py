"""From the lists of a language to words: what an entry is made of, and its choices."""

from __future__ import annotations

import re

from .languages.shape import spelt_out
from .letters import plainly

TOKEN = re.compile(
    r"[\u3400-\u9fff]|[\u0900-\u097f]+|[\u0600-\u06ff]+|\d+|[^\W\d_\u3400-\u9fff\u0900-\u097f\u0600-\u06ff]+(?:'[^\W\d_\u3400-\u9fff\u0900-\u097f\u0600-\u06ff]+)*|[^\w\s]|\n"
)
"""A word: one Chinese letter, a run of letters of another script, a number, or a sign."""
_ELIDED = re.compile(r"^(j|l|d|n|m|c|s|t|qu|jusqu|quelqu|lorsqu|puisqu)'(?=\w)")
_OTHER = re.compile(r"[^\0-\x7f]")
_LETTERS_OF_OTHERS = re.compile(r"^[\u0621-\u065f\u0671-\u06d3\u0900-\u0963\u0971-\u097f\u3400-\u9fff ()|*]*\n", re.M)
"""A line of Arabic, Indian and Chinese letters alone: folded, they are no ASCII letters either."""
_LINE_OF_OTHERS = re.compile(r"^[^!-'+-{}~\n]*\n", re.M)
"""A folded line that has of ASCII at most the signs of choices and stems."""
_LINE_OF_ASCII = re.compile(r"^[\0-\t\x0b-\x7f]*\n", re.M)
_ODD_LINE = re.compile(r"^(?![a-z]+(?: [a-z]+)*$).+$", re.M)
"""What is not written as it is looked up: words with one blank between any two."""
_PLAIN = re.compile(
    r"[a-z]+(?: [a-z]+)*|(?:(?:[\u0600-\u06ff]+|[\u0900-\u097f]+) )*(?:[\u0600-\u06ff]+|[\u0900-\u097f]+)"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]*")
_PIECE = re.compile(r"(?:[^ (]|\((?:[^()]|\([^()]*\))*\))+")
_ALL_CHINESE = re.compile(r"[\u3400-\u9fff]*(?:\([\u3400-\u9fff|]*\)[\u3400-\u9fff]*)+")
_CHOICE = re.compile(r"(\([^()]*\))")


def listed_entries(listed: str, *, of_ascii: bool) -> list[str]:
    """The entries of a list that have words of ASCII letters, or that have others. They are folded, with one blank
    between any two words; those with choices as they are written.
    """
    text = listed.replace("\n", " ").replace(", ", "\n").replace(",", "\n") + "\n"
    if not of_ascii:
        text = "" if text.isascii() else _LINE_OF_ASCII.sub("", plainly(text))
    elif not text.isascii():  # most lines of other scripts go before letters are folded, which takes longer
        text = _LINE_OF_OTHERS.sub("", plainly(_LETTERS_OF_OTHERS.sub("", text)))
    return [entry for entry in _ODD_LINE.sub(_spaced_line, text).split("\n") if entry]


def _spaced_line(line: re.Match[str]) -> str:
    return line[0] if "(" in line[0] else spaced(line[0])


def ways_of(entry: str) -> tuple[tuple[str, ...], ...]:
    """The ways to write each piece of an entry with choices."""
    return tuple(
        tuple(dict.fromkeys(map(spaced, spelt_out(piece)))) if "(" in piece else (spaced(piece),)
        for piece in _pieces(entry)
    )


def _pieces(entry: str) -> list[str]:
    """At blanks outside brackets, and between Chinese letters."""
    parted = [_CHOICE.split(piece) if _ALL_CHINESE.fullmatch(piece) else [piece] for piece in _PIECE.findall(entry)]
    return [part for parts in parted for part in parts if part]


def spaced(entry: str) -> str:
    """A folded entry without choices, with a blank between any two of its words."""
    if _PLAIN.fullmatch(entry):
        return entry
    return " ".join(entry if _CHINESE.fullmatch(entry) else words_of(entry))


def words_of(entry: str) -> list[str]:
    """An entry of a language's list as words; `*` stays at the end of its word."""
    found: list[str] = []
    for part in entry.split():
        pieces = split(part.rstrip("*"))
        if part.endswith("*"):
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
