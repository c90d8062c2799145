"""Letters as they are meant: full-width forms, accents, capitals and look-alikes from other alphabets folded.

Look-alikes follow Unicode's confusables (UTS #39) for the letters that occur in the words we look for. They are
folded only in words that mix alphabets or hold nothing but look-alikes: Russian words stay Russian.
"""

from __future__ import annotations

import re
import unicodedata

CONFUSABLE = str.maketrans("авеікмнорстухѕјԁɡһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορτυνικε", "abeikmhopctyxsjdghABEZHIKMNOPTYXaoptyvike")
LOOK_ALIKES = {"stop", "stopall", "quit", "end", "cancel", "start", "help", "unsubscribe", "optout"}
_WORD = re.compile(r"\w+", re.UNICODE)
_QUOTED = re.compile(r"[“\"«「](.{12,})[”\"»」]", re.S)
_SPACES = re.compile(r"\s+")


def fold(words: str) -> str:
    """Lower-case, compatibility-composed, without accents and doubled spaces; look-alike words in Latin letters."""
    text = unicodedata.normalize("NFKC", words).casefold().replace("’", "'").replace("`", "'")
    text = _WORD.sub(lambda found: _latin(found.group()), text)
    return _SPACES.sub(" ", _unaccented(text)).strip()


def without_quotes(words: str) -> str:
    """The borrower's own words: what a phone quotes of our text (a reaction, say) is ours."""
    return _QUOTED.sub(" ", words)


def _latin(word: str) -> str:
    folded = word.translate(CONFUSABLE).casefold()
    if folded == word or not folded.isascii():
        return word
    mixed = any(letter.isascii() for letter in word)
    return folded if mixed or folded in LOOK_ALIKES else word


def _unaccented(text: str) -> str:
    """Latin letters lose their accents; marks of other scripts are part of their letters and stay."""
    found = []
    latin = False
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            latin = letter.isascii()
        elif latin:
            continue
        found.append(letter)
    return unicodedata.normalize("NFC", "".join(found))
