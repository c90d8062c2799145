"""Common words, English and others: whoever writes one has not misspelt a word of ours."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def english_words() -> frozenset[str]:
    """Of five letters and more, in lower case; where they are from stands in the file."""
    return _listed("english_words.txt")


@cache
def other_words() -> frozenset[str]:
    """Those of any language that would else be taken for a word that means something else."""
    return _listed("other_words.txt")


def _listed(name: str) -> frozenset[str]:
    lines = files(f"{__package__}.languages").joinpath(name).read_text("ascii").splitlines()
    return frozenset(word for line in lines if line[0] != "#" for word in line.split())


def is_inflected(word: str, other: str) -> bool:
    """Is one the other with an ending more, or with another one: "collects" and "collect", "reduces" and "reduced"?"""
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    if longer[: len(shorter)] == shorter:
        return longer[len(shorter) :] in ("s", "d")
    return word[:-1] == other[:-1] and {word[-1], other[-1]} == {"s", "d"}
