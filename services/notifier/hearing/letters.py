"""Letters as they are meant, over the whole of a reply, each with its place in what was written."""

from __future__ import annotations

from dataclasses import dataclass

from services.notifier.understanding.letters import fold

HEAD_CHARS, TAIL_CHARS = 800, 300
"""What is read of a longer reply: its beginning and its end."""
FOLDED_CHARS_MAX = 2 * (HEAD_CHARS + TAIL_CHARS)
"""Some letters are many when they are folded."""
_PIECE = 100
_OPENING = "‘"
"""An opening mark of quotation stays one: it is no apostrophe."""


@dataclass(frozen=True, slots=True)
class WholeText:
    """Folded `text`; `origins[i]` is where its letter `i` stands in what was `typed`."""

    typed: str
    text: str
    origins: tuple[int, ...]


def folded(written: str) -> WholeText:
    """Every letter of it, where `understanding` reads long replies by their beginning and end."""
    text: list[str] = []
    origins: list[int] = []
    for start in range(0, len(written), _PIECE):
        if len(origins) > FOLDED_CHARS_MAX:
            break
        piece = fold(written[start : start + _PIECE])
        text.append(piece.text)
        origins += [start + origin for origin in piece.origins]
    whole = "".join(text)
    if _OPENING in written:
        whole = "".join(
            _OPENING if written[at] == _OPENING else letter for letter, at in zip(whole, origins, strict=True)
        )
    return WholeText(written, whole, tuple(origins))


def plain(written: str) -> str:
    """The folded text alone."""
    return folded(written).text


def pattern(source: str) -> str:
    """A pattern whose letters of other scripts are folded as replies are."""
    return "".join(letter if letter.isascii() else fold(letter).text for letter in source)


def same_words(written: str) -> str:
    """What two replies of the same words have in common, however they are typed."""
    return " ".join(plain(written).split())


def shortened(written: str) -> str:
    """As much as is read."""
    if len(written) <= HEAD_CHARS + TAIL_CHARS:
        return written
    return f"{written[:HEAD_CHARS]}\n{written[-TAIL_CHARS:]}"
