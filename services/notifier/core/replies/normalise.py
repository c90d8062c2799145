"""Letters as they are meant: full-width forms, accents, capitals and look-alikes from other alphabets folded.

Look-alikes follow Unicode's confusables (UTS #39) for the letters that occur in the words we look for. They are
folded only in words that mix alphabets or hold nothing but look-alikes: Russian words stay Russian.
"""

from __future__ import annotations

import re
import unicodedata

from .digits import plain_digits

CONFUSABLE = str.maketrans("авеікмнорстухѕјԁɡһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορτυνικε", "abeikmhopctyxsjdghABEZHIKMNOPTYXaoptyvike")
LOOK_ALIKES = {"stop", "stopall", "quit", "end", "cancel", "start", "help", "unsubscribe", "optout"}
_WORD = re.compile(r"\w+", re.UNICODE)
_KEYCAP = "\u20e3"
_SELECTORS = "\ufe0e\ufe0f"
_SPACES = re.compile(r"\s+")


def fold(words: str) -> str:
    """Lower-case, compatibility-composed, without accents and doubled spaces; look-alike words in Latin letters."""
    seen = "".join(character for character in words if not _is_unseen(character))
    text = unicodedata.normalize("NFKC", plain_digits(seen)).casefold().replace("’", "'").replace("`", "'")
    text = _WORD.sub(lambda found: _latin(found.group()), text)
    return _SPACES.sub(" ", _unaccented(text)).strip()


def _is_unseen(character: str) -> bool:
    """Marks of direction, joiners, widths of nothing, the keycap around a digit: phones put them into what is typed."""
    return character == _KEYCAP or character in _SELECTORS or unicodedata.category(character) == "Cf"


def _latin(word: str) -> str:
    folded = word.translate(CONFUSABLE).casefold()
    if folded == word or not folded.isascii():
        return word
    mixed = any(character.isascii() for character in word)
    return folded if mixed or folded in LOOK_ALIKES else word


def _unaccented(text: str) -> str:
    """Latin letters lose their accents; marks of other scripts are part of their letters and stay."""
    found = []
    latin = False
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            latin = character.isascii()
        elif latin:
            continue
        found.append(character)
    return unicodedata.normalize("NFC", "".join(found))
