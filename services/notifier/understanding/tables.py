"""The tables that replies are read with, built before the first one comes: it would wait, and all else with it."""

from __future__ import annotations

from .english_words import english_words
from .lexicon import lexicon
from .times.lexicon import index


def load() -> None:
    """Those that a reply in ASCII letters takes. Words of other scripts are read in when a reply has one."""
    lexicon(of_ascii=True)
    english_words()
    index()
